import { useQuery } from "@tanstack/react-query";
import { useNetwork } from "@mantine/hooks";
import { NoAnswer } from "../api/client";
import { session } from "../api/queries";
import { useWords } from "./words";

/** Says when the figures on screen no longer renew themselves. */
export function OfflineBanner() {
  const { t } = useWords();
  const { online } = useNetwork();
  const { error } = useQuery({ ...session, refetchInterval: 60_000 });
  if (online && !(error instanceof NoAnswer)) return null;
  return (
    <div className="offline" role="alert">
      {t(online ? "offline.server" : "offline.network")}
    </div>
  );
}
