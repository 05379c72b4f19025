/** Tells the web master, in the console, of colours of the panel that are hard to read. Each pair once. */
export function createContrastWarning(): (panel: HTMLElement) => void {
  const told = new Set<string>();
  return (panel) => {
    const probe = document.createElement('span');
    panel.append(probe);
    for (const [front, back] of pairs) {
      const ratio = contrastOf(colourOf(probe, front), colourOf(probe, back));
      const name = `--elqui-${front} on --elqui-${back}`;
      if (ratio >= 4.5 || told.has(name)) continue;
      told.add(name);
      console.warn(`Elqui: ${name} has a contrast of ${ratio.toFixed(1)}; text needs 4.5 to be read by all`);
    }
    probe.remove();
  };
}

const pairs = [
  ['ink', 'surface'],
  ['muted', 'surface'],
  ['accent', 'surface'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
] as const;

type Colour = readonly [red: number, green: number, blue: number];

/** The colour as the browser computes it, "rgb(1, 2, 3)" or "color(srgb 0.1 0.2 0.3)", whatever it is written as. */
function colourOf(probe: HTMLElement, name: string): Colour {
  probe.style.color = `var(--${name})`;
  const computed = getComputedStyle(probe).color;
  const scale = computed.startsWith('rgb') ? 255 : 1;
  const [red = 0, green = 0, blue = 0] = (computed.match(/[\d.]+/g) ?? []).map(
    (text) => Number(text) / scale,
  );
  return [red, green, blue];
}

function contrastOf(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminanceOf(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
