import { Button, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { enterWorkspace, KINDS, makeWorkspace, workspaces } from "../api/workspaces";
import { ApiProblem } from "../api/client";
import { Answer, Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";

/** The workspaces that run on this machine, and making a new one. */
export function WorkspacePanel({ close }: { close: () => void }) {
  const { t } = useWords();
  const answer = useQuery(workspaces);
  const [password, setPassword] = useState("");
  const entering = useMutation({ mutationFn: (folder: string) => enterWorkspace(folder, password || null), onSuccess: ({ address }) => location.assign(address) });
  return (
    <SidePanel title={t("workspaces.title")} close={close}>
      <div className="stack">
        <Answer of={answer}>
          {({ siblings, may_make, needs_address }) => (
            <>
              {needs_address && <p className="quiet">{t("workspaces.needsAddress")}</p>}
              {siblings.length < 2 && <p className="quiet">{t("workspaces.none")}</p>}
              <ul className="plain stack">
                {siblings.map((each) => (
                  <li key={each.folder} className="card row spread">
                    <strong className="anywhere" dir="auto">
                      {each.name}
                    </strong>
                    {each.here ? (
                      <span className="quiet small">{t("workspaces.here")}</span>
                    ) : each.mine ? (
                      <Button variant="default" loading={entering.isPending && entering.variables === each.folder} onClick={() => entering.mutate(each.folder)}>
                        {t("workspaces.open")}
                        <span className="unseen">: {each.name}</span>
                      </Button>
                    ) : (
                      <span className="quiet small">{t("workspaces.invited")}</span>
                    )}
                  </li>
                ))}
              </ul>
              {may_make && <NewWorkspace />}
            </>
          )}
        </Answer>
        {asksPassword(entering.error) && (
          <form
            className="card stack"
            onSubmit={(event) => {
              event.preventDefault();
              entering.mutate(entering.variables!);
            }}
          >
            <PasswordInput
              required
              autoFocus
              autoComplete="current-password"
              label={t("workspaces.password")}
              visibilityToggleButtonProps={{ "aria-label": t("login.show") }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <p>
              <Button type="submit" loading={entering.isPending} disabled={!password}>
                {t("workspaces.open")}
              </Button>
            </p>
          </form>
        )}
        {entering.isError && <Failure error={entering.error} />}
      </div>
    </SidePanel>
  );
}

/** The other workspace does not know yet that it is the same person. */
function asksPassword(error: unknown): boolean {
  return error instanceof ApiProblem && error.problems.some(({ code }) => code === "team.say-password" || code === "team.wrong-password");
}

function NewWorkspace() {
  const { t, language: spoken } = useWords();
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<string>(spoken);
  const [kind, setKind] = useState<string>("b2b");
  const making = useMutation({ mutationFn: () => makeWorkspace(name.trim(), language, kind), onSuccess: ({ address }) => location.assign(address) });
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <h3>{t("workspaces.new")}</h3>
      <TextInput label={t("workspaces.name")} required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NativeSelect
        label={t("workspaces.language")}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value)}
        data={[
          { value: "fi", label: "suomi" },
          { value: "en", label: "English" },
        ]}
      />
      <NativeSelect label={t("workspaces.kind")} value={kind} onChange={(event) => setKind(event.currentTarget.value)} data={KINDS.map((value) => ({ value, label: t(`workspaceKind.${value}`) }))} />
      <p>
        <Button type="submit" loading={making.isPending} disabled={!name.trim()}>
          {t("workspaces.make")}
        </Button>
      </p>
      {making.isPending && <p role="status">{t("workspaces.making")}</p>}
      {making.isError && <Failure error={making.error} />}
    </form>
  );
}
