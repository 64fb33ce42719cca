/**
 * Helpers for the tests of modules: a stack in a separate app, its synthesised Terraform, and the addresses that Terraform
 * would keep. The package contains no provider: a test adds the one that it needs.
 *
 * @packageDocumentation
 */
export * from './stack';
export * from './terraform-json';
export * from './thrown';
