// The rules the palette must keep: every colour is named in one file, and every text can be read.

// Which colour is written on which ground. WCAG AA asks for 4.5; borders and marks need 3.
const readable = [
  ...["ink", "quiet", "link", "link-deep", "ours", "group", "committee", "conversation", "good", "attention", "stop"]
    .flatMap((text) => [[text, "card", 4.5], [text, "page", 4.5]]),
  ...["ours", "group", "committee", "conversation", "good", "attention", "stop"].map((tone) => [tone, `${tone}-tint`, 4.5]),
  ...["ours", "attention", "good", "stop", "conversation", "committee", "group"].map((tone) => ["ink", `${tone}-tint`, 4.5]),
  ["quiet", "ours-tint", 4.5],
  ["link", "attention-tint", 4.5],
  ["link-deep", "attention-tint", 4.5],
  ["link", "ours-tint", 4.5],
  ...["ours", "ours-deep", "stop", "stop-deep"].map((fill) => ["on-fill", fill, 4.5]),
  ["focus-ink", "focus", 4.5],
  ["edge", "card", 3],
];

/** Throws when a pair of colours in either mode is too faint to read. */
export function checkContrast(tokens) {
  const faint = [];
  for (const mode of ["light", "dark"]) {
    const colours = mixin(tokens, mode);
    for (const [text, ground, least] of readable) {
      const ratio = contrast(colours[text], colours[ground]);
      if (ratio < least) faint.push(`${mode}: ${text} on ${ground} is ${ratio.toFixed(2)}, needs ${least}`);
    }
  }
  if (faint.length) throw new Error(`too faint to read:\n${faint.join("\n")}`);
}

/** Throws when the style sheet holds what it must not. */
export function checkStyles(css) {
  const foreign = css.match(/frutiger|assets\.nhs\.uk|#005eb8|https?:|@import/i);
  if (foreign) throw new Error(`the style sheet must not hold ${foreign[0]}`);
  const stray = css.replace(/--[\w-]+:\s*#[0-9a-f]{3,8}/gi, "").match(/#[0-9a-f]{3,8}\b(?=[;,)} ])/i);
  if (stray) throw new Error(`${stray[0]} is used outside _tokens.scss`);
}

function mixin(tokens, mode) {
  const body = tokens.match(new RegExp(`@mixin ${mode} \\{([^}]*)\\}`))[1];
  return Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

// Relative luminance as WCAG 2 defines it.
function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
