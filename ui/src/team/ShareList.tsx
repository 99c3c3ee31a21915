import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { revokeShare, shares, type SharedMap } from "../api/shares";
import { Answer, Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { useWords } from "../app/words";

/** The links of a journey's map, or (without a key) of every map. */
export function ShareList({ journey }: { journey?: string }) {
  const { t } = useWords();
  const answer = useQuery(shares(journey));
  return (
    <Answer of={answer}>
      {(found) =>
        found.length === 0 ? (
          <p className="quiet">{t("share.none")}</p>
        ) : (
          <ul className="plain stack">
            {found.map((each) => (
              <Link key={each.token} of={each} told={journey === undefined} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

function Link({ of: share, told }: { of: SharedMap; told: boolean }) {
  const { t, date } = useWords();
  const client = useQueryClient();
  const revoking = useMutation({ mutationFn: () => revokeShare(share.token), onSuccess: () => client.invalidateQueries({ queryKey: ["shares"] }) });
  const over = share.expires !== null && new Date(share.expires) <= new Date();
  const address = share.url ?? location.origin + share.path;
  return (
    <li className="card stack" style={{ gap: "0.4rem" }}>
      <p className="row spread">
        <strong className="anywhere" dir="auto">
          {share.name || t("share.unnamed")}
        </strong>
        <span className="small quiet">{share.revoked ? t("share.revoked") : over ? t("share.over") : t("share.works")}</span>
      </p>
      <p className="small quiet anywhere">
        {told && `${share.journey} · `}
        {t("share.by", { who: share.who, date: date(share.created) })} · {share.live ? t("share.withNumbers") : t("share.withoutNumbers")}
        {share.expires && ` · ${t("share.until", { date: date(share.expires) })}`}
      </p>
      {!share.revoked && !over && (
        <>
          <code className="code anywhere">{address}</code>
          <p className="row">
            <CopyButton text={address} label={t("share.copy")} />
            <a href={share.path} target="_blank" rel="noreferrer">
              {t("share.look")}
            </a>
            <Button variant="subtle" size="compact-sm" loading={revoking.isPending} onClick={() => revoking.mutate()}>
              {t("share.revoke")}
            </Button>
          </p>
        </>
      )}
      {revoking.isError && <Failure error={revoking.error} />}
    </li>
  );
}
