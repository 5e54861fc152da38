/**
 * Whether to print colours: on a terminal, unless the environment says otherwise. An empty variable says nothing.
 *
 * @see https://no-color.org and https://force-color.org
 */
export function colourOf(
  { FORCE_COLOR, NO_COLOR }: { readonly [name: string]: string | undefined },
  isTerminal: boolean | undefined,
): boolean {
  if (FORCE_COLOR) {
    return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  }
  return isTerminal === true && !NO_COLOR;
}
