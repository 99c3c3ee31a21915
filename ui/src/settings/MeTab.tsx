import { Button, NativeSelect, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeMe, logout, me, type Me } from "../api/team";
import { announce } from "../app/announce";
import { Answer, Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { setLanguage } from "../locales/i18n";

/** One's own name, address, language and password, and signing out. */
export function MeTab() {
  const { t } = useWords();
  const answer = useQuery(me);
  return (
    <section className="stack narrow-column" aria-labelledby="me-heading">
      <h2 id="me-heading">{t("settingsTab.me")}</h2>
      <Answer of={answer}>
        {(found) => (
          <>
            <p>
              <strong>{t(`roleName.${found.role}`)}</strong> <span className="quiet">{t(`roleWhat.${found.role}`)}</span>
            </p>
            <Mine of={found} />
            <Password of={found} />
          </>
        )}
      </Answer>
      <p>
        <Button variant="default" onClick={() => void logout().then(() => location.replace("/"))}>
          {t("me.leave")}
        </Button>
      </p>
    </section>
  );
}

function useSaving(said: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: changeMe,
    onSuccess: async () => {
      announce(said);
      await Promise.all([client.invalidateQueries({ queryKey: ["me"] }), client.invalidateQueries({ queryKey: ["session"] }), client.invalidateQueries({ queryKey: ["team"] })]);
    },
  });
}

function Mine({ of: mine }: { of: Me }) {
  const { t, language } = useWords();
  const [name, setName] = useState(mine.name);
  const [email, setEmail] = useState(mine.email ?? "");
  const [old, setOld] = useState("");
  const saving = useSaving(t("me.saved"));
  const moved = email.trim().toLowerCase() !== (mine.email ?? "");
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate({ name, ...(moved && email.trim() ? { email, old_password: old } : {}) });
      }}
    >
      <TextInput label={t("me.name")} required maxLength={100} autoComplete="name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput type="email" label={t("me.email")} description={t("me.emailWhy")} autoComplete="email" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      {moved && mine.has_password && (
        <PasswordInput label={t("me.old")} required autoComplete="current-password" visibilityToggleButtonProps={{ "aria-label": t("login.show") }} value={old} onChange={(event) => setOld(event.currentTarget.value)} />
      )}
      <NativeSelect
        label={t("me.language")}
        value={mine.language ?? language}
        onChange={(event) => {
          const next = event.currentTarget.value === "en" ? "en" : "fi";
          saving.mutate({ language: next });
          void setLanguage(next, true);
        }}
        data={[
          { value: "fi", label: "suomi" },
          { value: "en", label: "English" },
        ]}
      />
      <p>
        <Button type="submit" loading={saving.isPending}>
          {t("me.save")}
        </Button>
      </p>
      {saving.isError && <Failure error={saving.error} />}
    </form>
  );
}

function Password({ of: mine }: { of: Me }) {
  const { t } = useWords();
  const [old, setOld] = useState("");
  const [password, setPassword] = useState("");
  const saving = useSaving(t("me.changed"));
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate({ password, old_password: old }, { onSuccess: () => (setOld(""), setPassword("")) });
      }}
    >
      <h3>{mine.has_password ? t("me.newPassword") : t("me.firstPassword")}</h3>
      {!mine.email && <p className="quiet">{t("me.emailFirst")}</p>}
      {mine.has_password && (
        <PasswordInput label={t("me.old")} required autoComplete="current-password" visibilityToggleButtonProps={{ "aria-label": t("login.show") }} value={old} onChange={(event) => setOld(event.currentTarget.value)} />
      )}
      <PasswordInput
        label={t("me.password")}
        description={t("join.passwordHow", { n: 10 })}
        required
        minLength={10}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ "aria-label": t("login.show") }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <p>
        <Button type="submit" variant="default" loading={saving.isPending} disabled={password.length < 10}>
          {t("me.set")}
        </Button>
      </p>
      <p className="small quiet">{t("me.ends")}</p>
      {saving.isError && <Failure error={saving.error} />}
    </form>
  );
}
