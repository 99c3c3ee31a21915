import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { documents } from "../api/content";
import { freshKey, isMapping } from "../draft/json";
import { Choice, LineField, TextField } from "./fields";
import { keyOf, parts } from "./plan";
import { nameOf, usePart, usePlan } from "./usePlan";

/** One thread: its question and promise, and the parts it goes through. */
export function ThreadFields({ id }: { id: string }) {
  const { t, text } = useWords();
  const { document, edits } = usePlan();
  const { part, set } = usePart("threads", id);
  const thread = part!;
  const hooks = Array.isArray(thread.hooks) ? thread.hooks : [];
  const named = (of: { key: string; name: Parameters<typeof text>[0] }[] | undefined) => (of ?? []).map((each) => ({ value: each.key, label: text(each.name) }));
  const forms = named(useQuery(documents("forms")).data);
  const programmes = named(useQuery(documents("programmes")).data);
  const offers = named(useQuery(documents("offers")).data);
  const channels = parts(document, "channels").map((each) => ({ value: keyOf(each), label: text(nameOf(each)) }));
  const personas = parts(document, "personas").map((each) => ({ value: keyOf(each), label: text(nameOf(each)) }));
  return (
    <>
      <TextField label={t("thread.name")} value={thread.name} change={(value) => set(["name"], value)} focus />
      <TextField label={t("thread.question")} description={t("thread.questionWhat")} value={thread.question} change={(value) => set(["question"], value)} lines={2} />
      <TextField label={t("thread.promise")} value={thread.promise} change={(value) => set(["promise"], value)} lines={2} />
      <Choice label={t("thread.persona")} none={t("plan.everybody")} value={thread.persona} change={(value) => set(["persona"], value)} choices={personas} />
      <h3>{t("thread.hookList")}</h3>
      {hooks.map((hook, at) =>
        isMapping(hook) ? (
          <fieldset key={keyOf(hook)} className="arm-fields stack">
            <legend>{t("threadLink.hook")}</legend>
            <TextField label={t("thread.hookText")} value={hook.name} change={(value) => set(["hooks", at, "name"], value)} lines={2} />
            <Choice label={t("thread.channel")} none={t("plan.notSaid")} value={hook.channel} change={(value) => set(["hooks", at, "channel"], value)} choices={channels} />
            <LineField label={t("thread.campaign")} description={t("thread.campaignWhat")} value={hook.campaign} change={(value) => set(["hooks", at, "campaign"], value)} />
            <LineField label={t("thread.url")} value={hook.url} change={(value) => set(["hooks", at, "url"], value)} />
            {edits && (
              <p>
                <Button size="compact-sm" variant="default" onClick={() => set(["hooks"], hooks.length > 1 ? hooks.filter((_, index) => index !== at) : undefined)}>
                  {t("thread.removeHook")} <span className="unseen">{text(nameOf(hook))}</span>
                </Button>
              </p>
            )}
          </fieldset>
        ) : null,
      )}
      {edits && (
        <p>
          <Button size="compact-sm" variant="default" onClick={() => set(["hooks"], [...hooks, { key: freshKey(hooks.filter(isMapping).map(keyOf), "hook") }])}>
            {t("thread.addHook")}
          </Button>
        </p>
      )}
      <Choice label={t("threadLink.magnet")} description={t("thread.magnetWhat")} none={t("thread.nothing")} value={thread.magnet} change={(value) => set(["magnet"], value)} choices={forms} />
      {typeof thread.magnet === "string" ? (
        <Link className="small" to="/content/forms/$key" params={{ key: thread.magnet }}>
          {t("thread.openForm")}
        </Link>
      ) : (
        <Link className="small" to="/content" search={{ tab: "forms" }}>
          {t("thread.makeForm")}
        </Link>
      )}
      <Choice label={t("threadLink.story")} description={t("thread.storyWhat")} none={t("thread.nothing")} value={thread.story} change={(value) => set(["story"], value)} choices={programmes} />
      {typeof thread.story === "string" ? (
        <Link className="small" to="/programmes/$key" params={{ key: thread.story }}>
          {t("thread.openProgramme")}
        </Link>
      ) : (
        <Link className="small" to="/programmes">
          {t("thread.makeProgramme")}
        </Link>
      )}
      <Choice label={t("threadLink.offer")} description={t("thread.offerWhat")} none={t("thread.nothing")} value={thread.offer} change={(value) => set(["offer"], value)} choices={offers} />
      {typeof thread.offer === "string" ? (
        <Link className="small" to="/content/offers/$key" params={{ key: thread.offer }}>
          {t("thread.openOffer")}
        </Link>
      ) : (
        <Link className="small" to="/content" search={{ tab: "offers" }}>
          {t("thread.makeOffer")}
        </Link>
      )}
      <TextField label={t("threadLink.closing")} description={t("thread.closingWhat")} value={thread.closing} change={(value) => set(["closing"], value)} lines={2} />
    </>
  );
}
