/** ARN of a KMS key: a customer key by its id, never by an alias. */
export const kmsKeyArn = /^arn:[\w-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;

/** ARN of a standard SNS topic; FIFO topics, whose names end in `.fifo`, do not match. */
export const snsTopicArn = /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;
