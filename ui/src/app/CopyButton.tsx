import { Button } from "@mantine/core";
import { useState } from "react";
import { announce } from "./announce";
import { useWords } from "./words";

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce(t("app.copied"));
    setTimeout(() => setCopied(false), 2500);
  };
  return (
    <Button variant="default" size="sm" onClick={() => void copy()}>
      {copied ? t("app.copied") : (label ?? t("app.copy"))}
    </Button>
  );
}
