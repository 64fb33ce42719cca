/** How the ids are made by which Terraform imports a resource; `id` alone where a type is not here. */
const FORMS: Readonly<Record<string, string>> = {
  aws_apigatewayv2_authorizer: '{api_id}/{id}',
  aws_apigatewayv2_integration: '{api_id}/{id}',
  aws_apigatewayv2_route: '{api_id}/{id}',
  aws_apigatewayv2_stage: '{api_id}/{name}',
  aws_cloudwatch_log_group: '{name}',
  aws_ecr_lifecycle_policy: '{repository}',
  aws_ecr_repository: '{name}',
  aws_ecr_repository_policy: '{repository}',
  aws_iam_role: '{name}',
  aws_iam_role_policy: '{role}:{name}',
  aws_lambda_alias: '{function_name}/{name}',
  aws_lambda_function: '{function_name}',
  aws_lambda_permission: '{function_name}:{qualifier}/{statement_id}',
  aws_lambda_provisioned_concurrency_config: '{function_name},{qualifier}',
};

/** Types whose id is what Terraform imports by, so that an id from a run says more than a plan. */
const BY_ID: readonly string[] = ['aws_iam_role_policy', 'aws_lambda_provisioned_concurrency_config'];

/** AWS makes the ARN of a secret up; its name leads to it. */
const SECRET_ARN = '"$(aws secretsmanager describe-secret --secret-id {name} --query ARN --output text)"';

/**
 * The last argument of `terraform import` for a resource, quoted for a shell. What is not known stays as `<name>`.
 *
 * @param known attributes of the resource, as far as a plan or a run tells
 */
export function importArgument(type: string, known: Readonly<Record<string, unknown>>): string {
  if (type === 'aws_secretsmanager_secret' && !known['id']) return fill(SECRET_ARN, known);
  const byId = known['id'] !== undefined && BY_ID.includes(type);
  return `'${fill(byId ? '{id}' : (FORMS[type] ?? '{id}'), known)}'`;
}

function fill(form: string, known: Readonly<Record<string, unknown>>): string {
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = known[name];
    return typeof value === 'string' && value !== '' ? value : `<${name}>`;
  });
}
