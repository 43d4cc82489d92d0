/**
 * How the pages look: a letter on paper, not a form of an authority. System fonts alone, so that nothing is
 * fetched; sizes in rem, so that the reader's own setting and the larger text hold everywhere.
 */
export const CSS = `
:root{color-scheme:light;--ink:#1d2b2a;--soft:#465654;--paper:#faf8f3;--card:#fff;--line:#d9d3c5;--main:#0f5a55;--deep:#0a3f3b;--bad:#a8071a;--good:#256029;
--sans:system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif;--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,serif;
font-size:112.5%;scroll-padding:4rem 0 1rem}
:root.large{font-size:150%}
:lang(zh){--sans:-apple-system,"PingFang SC","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",system-ui,sans-serif;--serif:"Songti SC","Noto Serif CJK SC","Noto Serif SC",SimSun,"Noto Sans CJK SC",serif;line-height:1.75;text-autospace:normal}
*{box-sizing:border-box}
body{margin:0;font-family:var(--sans);line-height:1.6;color:var(--ink);background:var(--paper);overflow-wrap:anywhere;-webkit-text-size-adjust:100%;text-size-adjust:100%}
:lang(zh) body{line-height:1.75}
em,i,cite{font-style:normal;font-weight:600}
header,main,footer,.leave{max-width:38rem;margin:0 auto;padding:1rem 1.25rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;align-items:center}
header .name{font-family:var(--serif);font-size:1.15rem;font-weight:600;color:var(--deep)}
header .name::before{content:"";display:inline-block;width:.7em;height:.7em;margin-right:.5em;border:.18em solid var(--main);border-bottom-color:transparent;border-radius:50%}
header nav,header nav form{display:flex;flex-wrap:wrap;gap:0 1.25rem}
button.plain{background:none;border:0;padding:0;min-height:24px;color:var(--main);font-weight:400;text-decoration:underline;text-underline-offset:.2em}
button.plain:hover{background:none;color:var(--deep)}
.leave{position:sticky;top:0;z-index:1;padding-top:.25rem;padding-bottom:.25rem;background:var(--paper);text-align:right}
.leave a{background:var(--deep);color:#fff;padding:.25rem .9rem;border-radius:.6rem;min-height:24px;line-height:1.4;text-decoration:none;font-weight:600;font-size:.95rem}
.leave a:focus-visible{outline-color:#fff;outline-offset:-4px}
@media(max-width:30rem),(max-height:30rem){.leave{max-width:none;padding:0;background:var(--deep)}.leave a{display:block;text-align:center;border-radius:0;padding:.4rem .75rem}:root.large .leave a{font-size:.75rem}}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static;padding:.5rem 1.25rem}
main{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem 1.5rem}
h1{font-family:var(--serif);font-size:1.75rem;line-height:1.3;margin:.5rem 0 1rem;color:var(--deep);text-wrap:balance}
h2{font-family:var(--serif);font-size:1.2rem;line-height:1.4;margin:2rem 0 .5rem;color:var(--deep)}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.75rem 0;max-width:62ch}
a{color:var(--main);display:inline-block;min-height:24px;text-underline-offset:.2em}
footer{color:var(--soft);font-size:.95rem;padding-top:1.5rem;padding-bottom:3rem}
footer nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin-top:1rem}
label,legend{font-weight:600}
fieldset{border:0;margin:1rem 0;padding:0;min-width:0}
.hint{color:var(--soft);margin:.25rem 0}
input[type=text],input[type=tel],input[type=date],input[type=number],select,textarea{font:inherit;width:100%;max-width:20rem;background:#fff;color:inherit;min-height:48px;padding:.25rem .75rem;border:2px solid #56635f;border-radius:.5rem}
input.digits{max-width:11rem;letter-spacing:.3em;font-variant-numeric:tabular-nums}
.choice{display:flex;gap:.75rem;align-items:center;min-height:48px}
.choice input{width:24px;height:24px;flex:none;accent-color:var(--main)}
.choice label{font-weight:400;flex:1}
button,a.button{font:inherit;font-weight:600;min-height:48px;padding:.5rem 1.5rem;border:2px solid var(--main);border-radius:.6rem;background:var(--main);color:#fff;text-decoration:none;max-width:100%}
button:hover,a.button:hover{background:var(--deep);border-color:var(--deep)}
textarea{max-width:100%}
button.second,a.button.second{background:#fff;color:var(--main)}
:focus-visible{outline:3px solid #1d2b2a;outline-offset:2px;border-radius:2px}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.5rem 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}
td{text-align:right;font-variant-numeric:tabular-nums;padding-left:1rem;overflow-wrap:normal}
tr.sum th,tr.sum td{font-weight:700;border-bottom:2px solid var(--ink)}
.wrong{border-left:4px solid var(--bad);padding:.5rem 1rem;background:#fdf1ef}
.good{border-left:4px solid var(--good);padding:.5rem 1rem;background:#f0f6ee}
.note{border-left:4px solid var(--main);padding:.5rem 1rem;background:#eef5f4}
.amount{font-family:var(--serif);font-size:min(2.25rem,11vw);line-height:1.2;font-weight:600;color:var(--deep);margin:.25rem 0;font-variant-numeric:tabular-nums}
.acts{display:grid;gap:.75rem;margin:1.25rem 0;padding:0;list-style:none}
.acts a.button{display:flex;align-items:center;justify-content:center;width:100%;text-align:center}
.menu{list-style:none;margin:1rem 0;padding:0;border-top:1px solid var(--line)}
.menu li{border-bottom:1px solid var(--line);padding:.75rem 0}
.menu a,.menu button.plain{font-weight:600;min-height:32px;text-align:left}
.menu span{display:block;color:var(--soft)}
.code{max-width:16rem}
.code svg{width:100%;height:auto;display:block}
dl{margin:0}dt{color:var(--soft)}dd{margin:0 0 .75rem;font-weight:600}
@media(max-width:24rem){header,footer{padding-left:.75rem;padding-right:.75rem}main{border-left:0;border-right:0;border-radius:0;padding-left:.75rem;padding-right:.75rem}}
footer strong span{display:inline-block}
@media(forced-colors:active){button,a.button{border:2px solid}}
@media print{:root{font-size:11pt;--paper:#fff}header nav,footer nav,.leave,.skip,button,a.button,input,select,textarea,fieldset,label,form .hint,.acts,.menu,.screen{display:none}header,main,footer{max-width:none;padding-left:0;padding-right:0}main{border:0;padding-top:0}details::details-content{content-visibility:visible;display:block}summary{display:none}a{color:inherit;text-decoration:none}h2,h3{break-after:avoid}tr,dd,li{break-inside:avoid}}
`
