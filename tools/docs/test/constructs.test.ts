import { constructsOf } from '../src/constructs';
import { readPackage } from '../src/source-package';
import { smallModule, smallRefs, tree } from './support';

const source = readPackage(tree(smallModule));
const constructs = constructsOf(source, readPackage(tree(smallRefs)));
const queue = constructs.find(({ name }) => name === 'Queue');

test('constructs are the exported classes that extend Construct', () => {
  expect(constructs.map(({ name }) => name)).toEqual(['Queue', 'Pair']);
});

test('exports follow stars, names and new names', () => {
  expect([...source.exports.keys()]).toEqual(['QueueProps', 'Queue', 'Pair', 'Helper', 'Gate', 'retries']);
});

test('the package comment is told from that of the first statement', () => {
  expect(source.documentation).toBe('Queues, with <b>care</b>.\n\nSecond paragraph.');
  expect(readPackage(tree(smallRefs)).documentation).toBe('');
});

test('props: own ones first and over inherited ones, with comments, defaults and types', () => {
  expect(queue?.propsType).toBe('QueueProps');
  expect(queue?.props).toEqual([
    {
      name: 'rules',
      type: 'readonly Rule[]',
      optional: true,
      doc: { text: 'What is let in, over two\nlines: `a | b`.', default: '[]' },
    },
    {
      name: 'delaySeconds',
      type: 'number',
      optional: true,
      doc: { text: 'Own words win.', default: '- as long as `retries` says' },
    },
    {
      name: 'name',
      type: 'string',
      optional: false,
      doc: { text: 'Name, at most 80 characters.' },
    },
  ]);
});

test('members: public ones, with the words of the ref where they have none', () => {
  expect(queue?.members.map(({ name, type, doc }) => [name, type, doc.text])).toEqual([
    ['queueArn', 'string', 'ARN of the queue.'],
    ['resource', 'SqsQueue', 'The queue itself.'],
    ['join(topic)', 'this', 'Joins a topic.'],
  ]);
});

test('resources are those that are made, not those whose type is imported', () => {
  expect(queue?.resources).toEqual(['aws_sqs_queue', 'data.aws_caller_identity']);
  expect(queue?.doc).toEqual({ text: 'A queue.', throws: 'FleetErrors for bad props.' });
});
