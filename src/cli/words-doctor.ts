/** What `forbear doctor` says. */
export const DOCTOR_WORDS = {
  doctorOk: { en: 'ok', zh: '正常' },
  doctorBad: { en: 'wrong', zh: '异常' },
  doctorNode: { en: 'Node', zh: 'Node' },
  doctorHome: { en: 'data folder', zh: '数据目录' },
  doctorDatabase: { en: 'database', zh: '数据库' },
  doctorDurable: { en: 'durable writes', zh: '持久写入' },
  doctorSchema: { en: 'schema', zh: '数据库结构' },
  doctorLaw: { en: 'law', zh: '规则包' },
  doctorStrategies: { en: 'strategies', zh: '策略' },
  doctorTemplates: { en: 'templates', zh: '模板' },
  doctorClock: { en: 'clock', zh: '时钟' },
  doctorDesk: { en: 'desk', zh: '工作台' },
  deskBuilt: { en: 'built', zh: '已构建' },
  deskNotBuilt: { en: 'not built; the next start builds it', zh: '尚未构建；下次启动时构建' },
} as const
