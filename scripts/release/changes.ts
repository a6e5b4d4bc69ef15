/** What the changelog says of a version, without its heading; of what is not released yet when it does not know the version. */
export function changesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const titled = (title: string) => sections.find((section) => new RegExp(`^\\[?${title.replaceAll('.', '\\.')}\\]?(\\s|$)`).test(section));
  const section = titled(version) ?? titled('Unreleased');
  if (section === undefined) throw new Error(`the changelog tells neither of ${version} nor of what is unreleased`);
  return section.slice(section.indexOf('\n') + 1);
}
