import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { Length } from "../programmes/fields/Length";
import { blankRule, KINDS, testName, withinName, type Built, type Rule, type RuleKind } from "./segmentForm";

const MESSAGES = ["got", "opened", "clicked"] as const;

/** The commonest conditions as rows; all of them or any of them must hold. */
export function Builder({ built, change }: { built: Built; change: (next: Built) => void }) {
  const { t } = useWords();
  const set = (index: number, rule: Rule) => change({ ...built, rules: built.rules.map((each, place) => (place === index ? rule : each)) });
  return (
    <div className="stack builder">
      {built.rules.length > 1 && (
        <NativeSelect
          label={t("builder.join")}
          value={built.join}
          onChange={(event) => change({ ...built, join: event.currentTarget.value as Built["join"] })}
          data={(["all", "any"] as const).map((each) => ({ value: each, label: t(`builderJoin.${each}`) }))}
        />
      )}
      {built.rules.map((rule, index) => (
        <fieldset key={index} className="rule">
          <legend>{t("builder.rule", { n: index + 1 })}</legend>
          <NativeSelect
            label={t("builder.kind")}
            value={rule.kind}
            onChange={(event) => set(index, blankRule(event.currentTarget.value as RuleKind))}
            data={KINDS.map((each) => ({ value: each, label: t(`ruleKind.${each}`) }))}
          />
          <What rule={rule} change={(what) => set(index, { ...rule, what })} />
          {testName(rule.kind) && (
            <TextInput label={t(`ruleTest.${rule.kind}`)} value={rule.test} onChange={(event) => set(index, { ...rule, test: event.currentTarget.value })} />
          )}
          {withinName(rule.kind) && (
            <Length label={t(rule.kind === "stage" ? "builder.since" : "builder.within")} value={rule.within} change={(within) => set(index, { ...rule, within: within ?? "" })} optional />
          )}
          <label className="row">
            <input type="checkbox" checked={rule.not} onChange={(event) => set(index, { ...rule, not: event.target.checked })} />
            {t("builder.not")}
          </label>
          <div>
            <Button size="compact-sm" variant="default" onClick={() => change({ ...built, rules: built.rules.filter((_, place) => place !== index) })}>
              {t("builder.remove")}
            </Button>
          </div>
        </fieldset>
      ))}
      <div>
        <Button size="sm" variant="default" onClick={() => change({ ...built, rules: [...built.rules, blankRule()] })}>
          {t("builder.add")}
        </Button>
      </div>
    </div>
  );
}

function What({ rule, change }: { rule: Rule; change: (what: string) => void }) {
  const { t, text } = useWords();
  const stages = useQuery(home).data?.stages ?? [];
  if (rule.kind === "stage") {
    return (
      <NativeSelect
        label={t("ruleWhat.stage")}
        value={rule.what}
        onChange={(event) => change(event.currentTarget.value)}
        data={[{ value: "", label: t("trigger.choose") }, ...stages.map(({ key, name }) => ({ value: key, label: text(name) }))]}
      />
    );
  }
  if (rule.kind === "message") {
    return (
      <NativeSelect
        label={t("ruleWhat.message")}
        value={rule.what}
        onChange={(event) => change(event.currentTarget.value)}
        data={MESSAGES.map((each) => ({ value: each, label: t(`messageDid.${each}`) }))}
      />
    );
  }
  return <TextInput label={t(`ruleWhat.${rule.kind}`)} value={rule.what} onChange={(event) => change(event.currentTarget.value)} />;
}
