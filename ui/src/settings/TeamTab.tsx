import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeMember, invite, me, newLink, removeMember, ROLES, team, type Invited, type Member, type Role } from "../api/team";
import { announce } from "../app/announce";
import { Answer, Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { useOwns } from "../app/role";
import { useWords } from "../app/words";

/** Who works here; an owner invites, changes roles and ends sessions. */
export function TeamTab() {
  const { t } = useWords();
  const owns = useOwns();
  const answer = useQuery(team);
  const [invited, show] = useState<Invited | null>(null);
  return (
    <section className="stack" aria-labelledby="team-heading">
      <h2 id="team-heading">{t("settingsTab.team")}</h2>
      {owns && <Invite made={show} />}
      {invited && <TheLink of={invited} />}
      <Answer of={answer}>
        {(members) => (
          <ul className="plain stack">
            {members.map((each) => (
              <Row key={each.id} of={each} owns={owns} linked={show} />
            ))}
          </ul>
        )}
      </Answer>
    </section>
  );
}

function useTeam<A>(change: (value: A) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: ["team"] }) });
}

function Roles({ label, value, change }: { label: string; value: Role; change: (role: Role) => void }) {
  const { t } = useWords();
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={(event) => change(event.currentTarget.value as Role)}
      data={ROLES.map((role) => ({ value: role, label: t(`roleName.${role}`) }))}
    />
  );
}

function Invite({ made }: { made: (invited: Invited) => void }) {
  const { t } = useWords();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const inviting = useTeam(async () => {
    made(await invite(name.trim(), email.trim(), role));
    setName("");
    setEmail("");
    announce(t("members.made"));
  });
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        inviting.mutate(undefined);
      }}
    >
      <h3>{t("members.invite")}</h3>
      <div className="team-fields">
        <TextInput label={t("me.name")} required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput type="email" label={t("me.email")} required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <Roles label={t("members.role")} value={role} change={setRole} />
      </div>
      <p className="small quiet">{t(`roleWhat.${role}`)}</p>
      <p>
        <Button type="submit" loading={inviting.isPending}>
          {t("members.send")}
        </Button>
      </p>
      {inviting.isError && <Failure error={inviting.error} />}
    </form>
  );
}

function TheLink({ of: { user, path, expires, mailed } }: { of: Invited }) {
  const { t, date } = useWords();
  const address = location.origin + path;
  return (
    <div className="card stack" role="status">
      <p>
        <strong className="anywhere">{t("members.link", { name: user.name })}</strong>
      </p>
      <p className="small quiet">
        {mailed ? t("members.mailed") : t("members.notMailed")} {t("members.until", { date: date(expires) })}
      </p>
      <code className="code anywhere">{address}</code>
      <p>
        <CopyButton text={address} />
      </p>
    </div>
  );
}

function Row({ of: member, owns, linked }: { of: Member; owns: boolean; linked: (invited: Invited) => void }) {
  const { t, dateTime } = useWords();
  const mine = useQuery(me).data?.id === member.id;
  const [sure, ask] = useState(false);
  const changing = useTeam((changed: Parameters<typeof changeMember>[1]) => changeMember(member.id, changed));
  const linking = useTeam(async () => linked(await newLink(member.id)));
  const removing = useTeam(() => removeMember(member.id));
  const failed = [changing, linking, removing].find((each) => each.isError);
  return (
    <li className="card stack member" data-disabled={member.disabled}>
      <div className="row spread">
        <div>
          <strong className="anywhere" dir="auto">
            {member.name}
          </strong>{" "}
          {mine && <span className="quiet small">{t("members.you")}</span>}
          {member.disabled && <span className="mark"> {t("members.disabled")}</span>}
          {owns && (
            <p className="small quiet anywhere">
              {member.email ?? t("members.noEmail")}
              {member.seen ? ` · ${t("members.seen", { at: dateTime(member.seen) })}` : !mine && ` · ${t("members.notSeen")}`}
            </p>
          )}
        </div>
        {owns ? <Roles label={t("members.roleOf", { name: member.name })} value={member.role} change={(role) => changing.mutate({ role })} /> : <span>{t(`roleName.${member.role}`)}</span>}
      </div>
      {owns && (
        <p className="row">
          <Button size="compact-sm" variant="default" onClick={() => linking.mutate(undefined)} aria-label={`${t("members.newLink")}: ${member.name}`}>
            {t("members.newLink")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => changing.mutate({ end_sessions: true }, { onSuccess: () => announce(t("members.ended")) })} aria-label={`${t("members.endSessions")}: ${member.name}`}>
            {t("members.endSessions")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => changing.mutate({ disabled: !member.disabled })} aria-label={`${member.disabled ? t("members.enable") : t("members.disable")}: ${member.name}`}>
            {member.disabled ? t("members.enable") : t("members.disable")}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={() => (sure ? removing.mutate(undefined) : ask(true))} onBlur={() => ask(false)} aria-label={`${sure ? t("members.sure") : t("members.remove")}: ${member.name}`}>
            {sure ? t("members.sure") : t("members.remove")}
          </Button>
        </p>
      )}
      {failed && <Failure error={failed.error} />}
    </li>
  );
}
