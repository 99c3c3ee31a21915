import { Switch } from "@mantine/core";
import { Dialog } from "./Panel";
import { setShortcuts, useShortcutsOn } from "./preferences";
import { SCREENS } from "./screens";
import { useWords } from "./words";

export function Shortcuts({ close }: { close: () => void }) {
  const { t } = useWords();
  const on = useShortcutsOn();
  const rows: [string[], string][] = [
    [["Ctrl", "K"], t("shortcuts.palette")],
    [["?"], t("shortcuts.title")],
    ...SCREENS.map(({ key, name }): [string[], string] => [["g", key], t(name)]),
    [["←", "↑", "→", "↓"], t("shortcuts.arrows")],
    [["Enter"], t("shortcuts.enter")],
    [["Esc"], t("shortcuts.escape")],
  ];
  return (
    <Dialog title={t("shortcuts.title")} close={close}>
      <table className="table">
        <tbody>
          {rows.map(([keys, what]) => (
            <tr key={what}>
              <th scope="row">
                {keys.map((key) => (
                  <kbd key={key} style={{ marginInlineEnd: 4 }}>
                    {key}
                  </kbd>
                ))}
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Switch
        mt="md"
        checked={on}
        onChange={(event) => setShortcuts(event.currentTarget.checked)}
        label={t("shortcuts.letters")}
        description={t("shortcuts.lettersWhy")}
      />
    </Dialog>
  );
}
