import { Link } from "@tanstack/react-router";
import type { Problem } from "../api/types";
import { useOwns } from "./role";
import { useWords } from "./words";

const OF_SENDER = /^(care\.no-(email|company|public)|programme\.no-(sender|reply-to|company)|form\.no-public-url|check\.no-address|render\.no-sender)$/;

/** The way to where a problem of the sender or the company is mended, for who may mend it. */
export function ToSettings({ of }: { of: Problem[] }) {
  const { t } = useWords();
  const owns = useOwns();
  if (!owns || !of.some(({ code }) => OF_SENDER.test(code))) return null;
  return (
    <Link className="small" to="/settings" search={{ tab: "sender" }}>
      {t("error.toSender")}
    </Link>
  );
}
