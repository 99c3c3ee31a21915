import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../../app/words";
import { offers } from "../../api/segments";
import { ContentFields } from "./ContentFields";
import { mapping, string, type FieldsProps } from "./Fields";
import { About } from "./SendFields";

/** An offer that exists, and the message that carries it. */
export function OfferFields(props: FieldsProps) {
  const { t } = useWords();
  const { value, change } = props;
  const chosen = string(mapping(value).offer);
  const known = useQuery(offers).data?.map(({ key }) => key) ?? [];
  return (
    <>
      {known.length > 0 ? (
        <NativeSelect
          label={t("offer.which")}
          description={t("offer.frozen")}
          value={chosen}
          onChange={(event) => change(["offer", "offer"], event.currentTarget.value)}
          data={[{ value: "", label: t("offer.choose") }, ...new Set([...known, ...(chosen ? [chosen] : [])])]}
        />
      ) : (
        <TextInput label={t("offer.which")} description={t("offer.none")} value={chosen} onChange={(event) => change(["offer", "offer"], event.currentTarget.value)} />
      )}
      <ContentFields kind="offer" {...props} />
      <About kind="offer" {...props} />
    </>
  );
}
