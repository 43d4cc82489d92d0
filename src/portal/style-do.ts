/** Bars, notes, pictures and long lists of the pages on which somebody does something. */
export const DOING_CSS = `
main .choice{padding:.35rem 0}
main .choice input{align-self:flex-start;margin-top:.2rem}
main .choice:has(.hint) label{font-weight:600}
main .choice .hint{font-weight:400;display:inline-block}
main li{margin:.5rem 0}
progress{width:100%;height:1rem;accent-color:var(--main)}
pre{white-space:pre-wrap;font:inherit;background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem}
main img{max-width:100%;height:auto;border:1px solid var(--line)}
summary{cursor:pointer;color:var(--main);min-height:44px;padding:.5rem 0}
input[type=file]{font:inherit;max-width:100%;min-height:44px}
input[type=file]::file-selector-button{font:inherit;font-size:.85em;font-weight:600;color:var(--main);background:#fff;border:2px solid var(--main);border-radius:.6rem;padding:.3rem .6rem;margin-right:.5rem;cursor:pointer}
`
