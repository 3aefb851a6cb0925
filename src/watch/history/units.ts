/** A length of time in the two largest units that it has. */
export function lengthOf(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return "0 s";
  return parts.slice(first, first + 2).filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`).join(" ");
}

/** To the second, in UTC. */
export function timeOf(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The share of the watched time, never rounded up to all of it. */
export function shareOf(up: number | null): string {
  if (up === null) return "not watched";
  return up === 1 ? "100 %" : `${(Math.floor(up * 1e5) / 1e3).toFixed(3)} %`;
}
