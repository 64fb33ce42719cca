/**
 * MCP servers in containers on this computer, by docker or podman: a network, one container for each server or one for
 * all, with the same images and the same router as at AWS. Only this computer can reach the ports. Secrets come from a
 * folder that is mounted read-only, so that no value is ever in code, plan or state.
 *
 * @packageDocumentation
 */
export * from './docker-container';
export * from './docker-container-props';
export * from './docker-servers';
