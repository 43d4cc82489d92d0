import { Typography } from 'antd'
import { useSay } from '../say.tsx'

/** The same on the command line: the file, and what to ask of it. */
export function Cli({ name, text }: { name: string; text: string }) {
  const say = useSay()
  const file = `${name}.yaml`
  const href = `data:text/yaml;charset=utf-8,${encodeURIComponent(text)}`
  return (
    <section className="ladder-part" aria-labelledby="cli-title">
      <h2 id="cli-title">{say('ladder.cli')}</h2>
      <p className="muted">
        {say('ladder.cli_lead')}{' '}
        <a href={href} download={file}>
          {say('ladder.download', { file })}
        </a>
      </p>
      <ul className="cli">
        {['check', 'test', 'diff'].map((what) => (
          <li key={what}>
            <Typography.Text
              code
              copyable={{ tooltips: [say('ladder.copy'), say('ladder.copied')] }}
            >
              {`forbear strategy ${what} ${file}`}
            </Typography.Text>
          </li>
        ))}
      </ul>
    </section>
  )
}
