import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { join, lookAtLink } from "../api/team";
import { Answer, Failure } from "./Answer";
import { Entrance } from "./LoginScreen";
import { useWords } from "./words";

const SHORTEST = 10;

/** Whoever opens the link of an invitation chooses a password and is in. The link is used when the button is pressed,
 *  not when it is opened: mail filters open links too. */
export function JoinScreen() {
  const { t } = useWords();
  const [token] = useState(() => new URLSearchParams(location.search).get("token") ?? "");
  const found = useQuery({ queryKey: ["join", token], queryFn: () => lookAtLink(token), retry: false, staleTime: Infinity });
  useEffect(() => {
    document.title = t("app.title", { screen: t("join.title") });
  }, [t]);
  return (
    <Entrance title={t("join.title")}>
      <Answer of={found}>
        {({ name, workspace, role, email }) => (
          <>
            <p className="anywhere">{t("join.what", { name, workspace })}</p>
            <p>{t(`roleWhat.${role}`)}</p>
            {email && <p className="quiet anywhere">{t("join.email", { email })}</p>}
            <Choose token={token} email={email} />
          </>
        )}
      </Answer>
    </Entrance>
  );
}

function Choose({ token, email }: { token: string; email: string | null }) {
  const { t } = useWords();
  const [password, setPassword] = useState("");
  const joining = useMutation({ mutationFn: () => join(token, password), onSuccess: () => location.replace("/") });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        joining.mutate();
      }}
    >
      {email && <input type="email" autoComplete="username" value={email} readOnly hidden />}
      <PasswordInput
        required
        minLength={SHORTEST}
        autoComplete="new-password"
        label={t("join.password")}
        description={t("join.passwordHow", { n: SHORTEST })}
        visibilityToggleButtonProps={{ "aria-label": t("login.show") }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <p>
        <Button type="submit" loading={joining.isPending}>
          {t("join.enter")}
        </Button>
      </p>
      {joining.isError && <Failure error={joining.error} />}
    </form>
  );
}
