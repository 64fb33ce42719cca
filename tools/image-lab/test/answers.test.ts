import { initTimes } from '../src/emulator';
import { httpApiEvent, restApiEvent } from '../src/events';
import { bufferedAnswer, streamedAnswer } from '../src/invocation';
import { message, textOf, toolsOf } from '../src/mcp';

describe('answers of a function', () => {
  it('reads both forms of headers of a buffered one', () => {
    const answer = bufferedAnswer(
      Buffer.from(
        '{"statusCode":200,"headers":{"X-A":"1"},"multiValueHeaders":{"X-B":["2","3"]},"body":"hello"}',
      ),
    );
    expect(answer).toEqual({ status: 200, headers: { 'x-a': '1', 'x-b': '2, 3' }, body: 'hello' });
  });

  it('decodes a buffered one that is binary', () => {
    expect(bufferedAnswer(Buffer.from('{"statusCode":200,"body":"aGk=","isBase64Encoded":true}')).body).toBe(
      'hi',
    );
  });

  it('refuses an error of Lambda', () => {
    expect(() => bufferedAnswer(Buffer.from('{"errorType":"Runtime.ExitError"}'))).toThrow(
      'Runtime.ExitError',
    );
  });

  it('splits a streamed one at eight NUL bytes', () => {
    const answer = streamedAnswer(
      Buffer.from('{"statusCode":401,"headers":{"a":"b"}}\0\0\0\0\0\0\0\0no\0\0'),
    );
    expect(answer).toEqual({ status: 401, headers: { a: 'b' }, body: 'no\0\0' });
  });

  it('refuses a streamed one without a prelude, which is what a buffered one looks like', () => {
    expect(() => streamedAnswer(Buffer.from('{"statusCode":200,"body":"{}"}'))).toThrow('without a prelude');
  });
});

describe('answers of MCP', () => {
  const list = '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"a"},{"name":"b"}]}}';

  it('reads JSON and event streams alike', () => {
    expect(toolsOf(list)).toEqual(['a', 'b']);
    expect(
      toolsOf(
        `event: message\ndata: {"method":"notifications/message"}\n\nevent: message\ndata: ${list}\n\n`,
      ),
    ).toEqual(['a', 'b']);
  });

  it('refuses a list without tools', () => {
    expect(() => toolsOf('{"result":{"tools":[]}}')).toThrow('without tools');
    expect(() => toolsOf('{"error":{"code":-32001,"message":"no"}}')).toThrow('without tools');
  });

  it('joins the texts of a call, and refuses an error', () => {
    expect(textOf('{"result":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}')).toBe(
      'a\nb',
    );
    expect(() => textOf('{"error":{"code":1,"message":"no"}}')).toThrow('without content');
    expect(message('{"error":{"code":1,"message":"no"}}').error?.message).toBe('no');
  });
});

describe('events', () => {
  const call = { path: '/gitlab/mcp', body: '{}', token: 'abc' };

  it('have a request context: without one the adapter takes them for something else than HTTP', () => {
    expect(httpApiEvent(call)).toMatchObject({
      version: '2.0',
      rawPath: '/gitlab/mcp',
      requestContext: { http: { method: 'POST', path: '/gitlab/mcp' } },
      headers: { authorization: 'Bearer abc' },
    });
    expect(restApiEvent(call)).toMatchObject({
      httpMethod: 'POST',
      requestContext: { httpMethod: 'POST' },
      multiValueHeaders: { authorization: ['Bearer abc'] },
    });
  });

  it('have no key for cookies that are not there', () => {
    expect(httpApiEvent(call)).not.toHaveProperty('cookies');
  });
});

describe('init times', () => {
  it('come from the emulator and the router', () => {
    const log = [
      '21 Nov [INFO] (rapid) INIT REPORT(durationMs: 27.405000)',
      '{"level":"INFO","msg":"server is ready","server":"gitlab","milliseconds":5}',
      'REPORT RequestId: x Init Duration: 0.03 ms',
    ].join('\n');
    expect(initTimes(log)).toEqual({ initMilliseconds: 27.405, servers: { gitlab: 5 } });
  });

  it('are an error where the emulator reports none', () => {
    expect(() => initTimes('REPORT RequestId: x Init Duration: 0.03 ms')).toThrow('how long its init took');
  });
});
