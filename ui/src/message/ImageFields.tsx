import { Button, FileButton, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { sendPicture } from "../api/writing";
import type { Fields } from "./leaf";

/** A picture by file or by address; what it shows is asked for at once. */
export function ImageFields({ of: fields, change }: { of: Fields; change: (name: string, value: string) => void }) {
  const { t } = useWords();
  const sending = useMutation({ mutationFn: (file: File) => sendPicture(file, () => undefined), onSuccess: (kept) => kept.url && change("src", kept.url) });
  const field = (name: string, more?: { error?: string; description?: string }) => (
    <TextInput label={t(`blockField.${name}`)} value={fields[name] ?? ""} onChange={(event) => change(name, event.currentTarget.value)} {...more} />
  );
  return (
    <>
      <div className="row">
        <FileButton accept="image/png,image/jpeg,image/gif,image/webp" onChange={(file) => file && sending.mutate(file)}>
          {(props) => (
            <Button size="compact-sm" variant="default" loading={sending.isPending} {...props}>
              {t("letter.upload")}
            </Button>
          )}
        </FileButton>
        {/^https?:..*/.test(fields.src ?? "") && <img className="block-thumb" src={fields.src} alt="" referrerPolicy="no-referrer" />}
      </div>
      {sending.error && <Failure error={sending.error} />}
      {field("src")}
      {field("alt", { description: t("letter.altWhat"), error: (fields.alt ?? "").trim() ? undefined : t("letter.altMissing") })}
      {fields.href !== undefined && field("href")}
    </>
  );
}
