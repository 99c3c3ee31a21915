import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { login } from "../api/team";
import { Failure } from "./Answer";
import { useWords } from "./words";

/** E-mail address and password. */
export function LoginForm({ done }: { done: () => void }) {
  const { t } = useWords();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signing = useMutation({ mutationFn: () => login(email, password), onSuccess: done });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        signing.mutate();
      }}
    >
      <TextInput type="email" required autoComplete="username" label={t("login.email")} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      <PasswordInput
        required
        autoComplete="current-password"
        label={t("login.password")}
        visibilityToggleButtonProps={{ "aria-label": t("login.show") }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <p>
        <Button type="submit" loading={signing.isPending}>
          {t("login.enter")}
        </Button>
      </p>
      {signing.isError && <Failure error={signing.error} />}
    </form>
  );
}
