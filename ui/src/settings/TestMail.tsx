import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { testMail } from "../api/settings";
import { me } from "../api/team";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { useSetting } from "./settingsForm";

/** An e-mail from the saved sender to an own address. It stands in a form of its own kind, so it is no submit button. */
export function TestMail({ unsaved }: { unsaved: boolean }) {
  const { t } = useWords();
  const mine = useQuery(me).data?.email ?? "";
  const reply = String(useSetting("email/reply_to").value);
  const [written, write] = useState<string>();
  const address = written ?? (mine || reply);
  const sending = useMutation({ mutationFn: testMail });
  return (
    <div className="stack" style={{ gap: "0.5rem" }}>
      <div className="row test-mail">
        <TextInput type="email" label={t("firm.testTo")} value={address} onChange={(event) => write(event.currentTarget.value)} />
        <Button variant="default" disabled={unsaved || !address} loading={sending.isPending} onClick={() => sending.mutate(address)}>
          {t("firm.test")}
        </Button>
      </div>
      <p className="small quiet">{unsaved ? t("firm.testFirst") : t("firm.testWhat")}</p>
      {sending.isSuccess && (
        <p className="small anywhere" role="status">
          {t("firm.testSent", { address: sending.variables })}
        </p>
      )}
      {sending.isError && <Failure error={sending.error} />}
    </div>
  );
}
