/** Three looks of one page. Each is a style sheet over the same markup, and says its name in the page, so that the chosen one can be told. */

export interface Theme {
  name: string;
  title: string;
  summary: string;
  css: string;
}

const COMMON = `*{box-sizing:border-box}body{margin:0;line-height:1.6}main,header,footer,nav{padding:1.5rem}img{max-width:100%}a:focus-visible{outline:3px solid currentColor}`;

export const THEMES: readonly Theme[] = [
  {
    name: 'calm',
    title: 'Calm',
    summary: 'One narrow column, much white, a serif: for reading.',
    css: `${COMMON}body{font-family:Georgia,serif;color:#222;background:#fdfcf9}header,main,nav,footer{max-width:42rem;margin:0 auto}h1{font-weight:400;font-size:2.6rem;margin:2rem 0 .5rem}nav a{color:#2f5d50;margin-right:1rem}section{border-top:1px solid #ddd8cc;padding:1rem 0}footer{color:#666}`,
  },
  {
    name: 'cards',
    title: 'Cards',
    summary: 'Everything at a glance: each section a card in a grid, the links beside the name.',
    css: `${COMMON}body{font-family:system-ui,sans-serif;color:#1c2733;background:#eef2f6}header{background:#1c3d5a;color:#fff}h1{margin:0;font-size:1.8rem}nav{background:#fff}nav a{color:#1c3d5a;margin-right:1rem;font-weight:600}main{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1rem}section{background:#fff;border-radius:.6rem;padding:1rem 1.4rem;box-shadow:0 1px 4px #0002}footer{color:#4a5a68}`,
  },
  {
    name: 'bold',
    title: 'Bold',
    summary: 'Dark, large type and one strong colour: for being remembered.',
    css: `${COMMON}body{font-family:"Helvetica Neue",Arial,sans-serif;color:#f4f1ea;background:#15131c}header{padding:5rem 1.5rem;background:#d6336c;color:#fff}h1{font-size:clamp(2.4rem,8vw,5rem);line-height:1;margin:0 0 1rem}nav a{color:#ffb3cb;margin-right:1.4rem;text-transform:uppercase;letter-spacing:.08em}section{padding:2rem 0;font-size:1.15rem}h2{font-size:2rem;margin:0}footer{color:#aaa4b8}`,
  },
];

/** The theme a page says it has; the first when it says none. */
export function themeIn(html: string): Theme {
  const name = /<meta name="design" content="([a-z]+)">/.exec(html)?.[1];
  return THEMES.find((theme) => theme.name === name) ?? THEMES[0]!;
}
