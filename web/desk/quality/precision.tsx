import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useSay } from '../say.tsx'
import { PageWaits, useProblemText } from '../shell/page-state.tsx'
import { precisionQuery } from './queries.ts'

/** Where the rules find what is not there: as people say, and not as the rules do. */
export function Precision() {
  const say = useSay()
  const problemText = useProblemText()
  const { data, error } = useQuery(precisionQuery)
  if (error !== null) return <Alert type="error" role="alert" title={problemText(error)} />
  if (data === undefined) return <PageWaits />
  if (data.items.length === 0) return <p>{say('quality.no_word')}</p>
  return (
    <>
      <p className="muted">{say('quality.precision_lead')}</p>
      <table className="lines">
        <thead>
          <tr>
            <th scope="col">{say('quality.kind')}</th>
            <th scope="col">{say('quality.agreed')}</th>
            <th scope="col">{say('quality.disagreed')}</th>
            <th scope="col">{say('quality.share')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map(({ fault, name, agreed, disagreed }) => (
            <tr key={`${fault} ${name}`}>
              <th scope="row">{name}</th>
              <td>{agreed}</td>
              <td>{disagreed}</td>
              <td>{Math.round((100 * agreed) / (agreed + disagreed))}%</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
