import { requestsAbout } from '../src/requests';

const group = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/tools-a/8b8b4fb50c547182';
const message = `deleting ELBv2 Target Group (${group}): ResourceInUse: '${group}' is in use`;

const made = `10:00:00 200 0.004s POST / Action=CreateRule&Actions.member.1.TargetGroupArn=${group}&Priority=3`;
const read = `10:00:01 200 0.001s POST / Action=DescribeTargetGroups&TargetGroupArns.member.1=${group}`;
const other = `10:00:02 200 0.004s POST / Action=DeleteTargetGroup&TargetGroupArn=${group.replace('8b8b', '1111')}`;
const listed = `10:00:02 200 0.004s POST / AWSThing.ListTagsForResource {"arn":"${group}"}`;

test('requests that changed what an error names are shown', () => {
  expect(requestsAbout([read, made, listed, other, ''].join('\n'), message)).toEqual([made]);
});

test('of very many, the last ones', () => {
  const many = Array.from({ length: 50 }, (_, i) => `${made}${i}`);
  expect(requestsAbout(many.join('\n'), message)).toEqual(many.slice(10));
});

test('an error without a name shows none', () => {
  expect(requestsAbout(made, 'a step failed')).toEqual([]);
});
