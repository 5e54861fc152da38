import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  SimulatePrincipalPolicyCommand,
  type ContextKeyTypeEnum,
  type IAMClient,
  type Role,
} from '@aws-sdk/client-iam';
import type { NamedPolicy, SimulationAnswer, SimulationRequest } from './api';

/** What IAM knows of a role. */
export class RoleCalls {
  public constructor(private readonly client: () => IAMClient) {}

  public async role(name: string): Promise<Role> {
    return (await this.client().send(new GetRoleCommand({ RoleName: name }))).Role!;
  }

  /** Inline and attached. */
  public async policies(name: string): Promise<NamedPolicy[]> {
    const policies: NamedPolicy[] = [];
    for await (const policy of this.inlineNames(name)) {
      const { PolicyDocument = '' } = await this.client().send(
        new GetRolePolicyCommand({ RoleName: name, PolicyName: policy }),
      );
      policies.push({ name: policy, document: decodeURIComponent(PolicyDocument) });
    }
    for await (const arn of this.attachedArns(name)) {
      policies.push(await this.managedPolicy(arn));
    }
    return policies;
  }

  public async managedPolicy(arn: string): Promise<NamedPolicy> {
    const { Policy } = await this.client().send(new GetPolicyCommand({ PolicyArn: arn }));
    const version = await this.client().send(
      new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
    );
    return { name: arn.split('/').pop()!, document: decodeURIComponent(version.PolicyVersion?.Document ?? '') };
  }

  public async simulate({
    role,
    action,
    resources,
    context,
  }: SimulationRequest): Promise<{ [resource: string]: SimulationAnswer }> {
    const { EvaluationResults = [] } = await this.client().send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: role,
        ActionNames: [action],
        ResourceArns: [...resources],
        MaxItems: 1000,
        ContextEntries: Object.entries(context).map(([key, value]) => ({
          ContextKeyName: key,
          ContextKeyType: (/^(true|false)$/.test(value) ? 'boolean' : 'string') satisfies ContextKeyTypeEnum,
          ContextKeyValues: [value],
        })),
      }),
    );
    const answer = (decision = 'implicitDeny', missing: string[] = []): SimulationAnswer => ({ decision, missing });
    return Object.fromEntries(
      EvaluationResults.flatMap(
        ({ EvalResourceName, EvalDecision, MissingContextValues, ResourceSpecificResults = [] }) => [
          [EvalResourceName ?? resources[0], answer(EvalDecision, MissingContextValues)],
          ...ResourceSpecificResults.map((result) => [
            result.EvalResourceName ?? '',
            answer(result.EvalResourceDecision, [
              ...(MissingContextValues ?? []),
              ...(result.MissingContextValues ?? []),
            ]),
          ]),
        ],
      ),
    );
  }

  private async *inlineNames(name: string): AsyncGenerator<string> {
    let marker: string | undefined;
    do {
      const page = await this.client().send(new ListRolePoliciesCommand({ RoleName: name, Marker: marker }));
      yield* page.PolicyNames ?? [];
      marker = page.IsTruncated ? page.Marker : undefined;
    } while (marker !== undefined);
  }

  private async *attachedArns(name: string): AsyncGenerator<string> {
    let marker: string | undefined;
    do {
      const page = await this.client().send(new ListAttachedRolePoliciesCommand({ RoleName: name, Marker: marker }));
      yield* (page.AttachedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn);
      marker = page.IsTruncated ? page.Marker : undefined;
    } while (marker !== undefined);
  }
}
