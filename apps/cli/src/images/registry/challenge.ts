/** Where a registry sends those who ask without a token. */
export interface Challenge {
  readonly realm: string;
  readonly service?: string;
}

const TIMEOUT_MILLISECONDS = 30_000;

/** The Bearer challenge of a 401; undefined where it has none, or one that leads nowhere safe. */
export function challengeOf(response: Response): Challenge | undefined {
  const header = response.headers.get('www-authenticate') ?? '';
  if (!/^bearer /i.test(header)) return undefined;
  const { realm, service } = Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key.toLowerCase(), value]),
  ) as Partial<Record<string, string>>;
  if (realm === undefined || !URL.canParse(realm)) return undefined;
  // Whoever asks over HTTPS is not sent on to plain HTTP, and never to a file.
  const allowed = response.url.startsWith('https:') ? ['https:'] : ['https:', 'http:'];
  if (!allowed.includes(new URL(realm).protocol)) return undefined;
  return { realm, ...(service ? { service } : {}) };
}

/** A token for the scope: anonymous, unless there are credentials. Undefined where none is given. */
export async function fetchToken(
  { realm, service }: Challenge,
  scope: string,
  authorization?: string,
): Promise<string | undefined> {
  const url = new URL(realm);
  if (service) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  const response = await fetch(url, {
    headers: authorization ? { authorization } : {},
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) return undefined;
  const { token, access_token: accessToken } = (await response.json()) as {
    token?: string;
    access_token?: string;
  };
  return token ?? accessToken;
}
