/** Recordings of calls, where they are listened to. */
export const RECORDING_WORDS = {
  'recording.title': { zh: '通话录音', en: 'Recordings of calls' },
  'recording.of': {
    zh: '{day}，账户 {account}，{length}',
    en: '{day}, account {account}, {length}',
  },
  'recording.no_length': { zh: '时长未知', en: 'length not told' },
  'recording.kept': { zh: '保存至 {day}', en: 'kept until {day}' },
  'recording.heard': { zh: '已收听 {count} 次', en: 'listened to: {count}×' },
  'recording.purged': {
    zh: '已于 {day} 按保存期限删除，仅留校验值：',
    en: 'Its days were over on {day}: the bytes are gone, the hash stays:',
  },
  'recording.listen': { zh: '收听', en: 'Listen' },
  'recording.why': {
    zh: '为什么收听？您的姓名和理由会被记录。',
    en: 'Why do you listen? Your name and the reason are kept.',
  },
  'recording.open': { zh: '打开录音', en: 'Open the recording' },
  'recording.player': { zh: '录音播放', en: 'Player of the recording' },
  'recording.play': { zh: '播放', en: 'Play' },
  'recording.pause': { zh: '暂停', en: 'Pause' },
  'recording.back': { zh: '后退 5 秒', en: 'Back 5 s' },
  'recording.on': { zh: '前进 5 秒', en: 'On 5 s' },
  'recording.place': { zh: '播放位置', en: 'Place in the recording' },
  'recording.at': { zh: '{at} / {length}', en: '{at} of {length}' },
  'recording.keys': {
    zh: '空格播放或暂停，左右方向键后退或前进 5 秒',
    en: 'Space plays and stops; the arrows go 5 seconds back and on',
  },
  'recording.failed': {
    zh: '无法播放：一小时已过，或文件不在原处。请重新收听。',
    en: 'It cannot be played: the hour is over, or the bytes are not there. Listen again.',
  },
  'recording.no_words': { zh: '这段录音尚无文字。', en: 'This recording has no transcript yet.' },
} as const
