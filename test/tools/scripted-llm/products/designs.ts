interface Look {
  title: string;
  summary: string;
  /** Colours of page, text and accent, and the font. */
  paper: string;
  ink: string;
  accent: string;
  font: string;
  /** How the things stand: below each other, in columns, or one large. */
  grid: string;
}

const LOOKS: readonly Look[] = [
  {
    title: 'Calm',
    summary: 'Much room, one column, read like a letter.',
    paper: '#fbfaf7',
    ink: '#2b2a27',
    accent: '#3f6b5c',
    font: 'Georgia, serif',
    grid: '1fr',
  },
  {
    title: 'Dense',
    summary: 'Everything at a glance, three columns.',
    paper: '#ffffff',
    ink: '#1c2430',
    accent: '#2f5fd0',
    font: 'system-ui, sans-serif',
    grid: 'repeat(3, 1fr)',
  },
  {
    title: 'Bold',
    summary: 'Dark, large type, one thing at a time.',
    paper: '#15131f',
    ink: '#f4f1ff',
    accent: '#ff8a5c',
    font: 'system-ui, sans-serif',
    grid: 'repeat(2, 1fr)',
  },
];
const THINGS = ['Sourdough', 'Rye with caraway', 'Butter croissant', 'Poppy seed roll', 'Apple turnover', 'Plum cake'];

/** Three designs of a page of that name that can be told apart at a glance. No script, nothing from elsewhere. */
export function threeDesigns(name: string): { title: string; summary: string; html: string }[] {
  return LOOKS.map((look) => ({ title: look.title, summary: look.summary, html: html(name, look) }));
}

function html(name: string, { title, summary, paper, ink, accent, font, grid }: Look): string {
  const cards = THINGS.map((thing) => `<article><h2>${thing}</h2><p>Baked this morning, until noon.</p><a>Reserve</a></article>`).join('');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${name}: ${title}</title>
<style>
body { margin: 0; background: ${paper}; color: ${ink}; font: 17px/1.5 ${font} }
header { padding: 48px 6vw 24px; border-bottom: 3px solid ${accent} }
h1 { margin: 0; font-size: 44px; line-height: 1.1 }
main { display: grid; grid-template-columns: ${grid}; gap: 20px; padding: 28px 6vw }
article { border: 1px solid ${accent}; border-radius: 8px; padding: 14px 20px }
h2 { margin: 0; font-size: 22px }
p { margin: 6px 0 12px }
a { display: inline-block; padding: 6px 14px; border-radius: 6px; background: ${accent}; color: ${paper} }
</style>
<header><h1>${name}</h1><p>${summary}</p></header>
<main>${cards}</main>
</html>
`;
}
