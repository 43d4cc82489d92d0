import { sayer } from './sayer.ts'

/** What the form says in which somebody tells what comes in and goes out. */
export const sayBudget = sayer({
  title: { en: 'What comes in and goes out', zh: '您的收入和支出' },
  why: {
    en: 'So that we agree on no more than you can pay. Stop whenever you like: each answer is kept.',
    zh: '这样我们不会约定超出您承受能力的金额。您可随时停下，每个答案都会保存。',
  },
  next: { en: 'Continue', zh: '继续' },
  skip: { en: 'Skip this question', zh: '跳过此题' },
  all: { en: 'All questions', zh: '全部题目' },
  unsure: { en: 'I am not sure', zh: '我不确定' },
  often: { en: 'How often?', zh: '多久一次？' },
  amount: { en: 'Amount in {currency}', zh: '金额（{currency}）' },
  number: { en: 'Number', zh: '人数' },
  bad: { en: 'Write a number such as 0, 25 or 25.50.', zh: '请填写数字，例如 0、25 或 25.50。' },
  check: { en: 'Check your answers', zh: '核对您的答案' },
  sign: { en: 'This is true and complete', zh: '以上内容真实完整' },
  signed: { en: 'Thank you. We have what we need.', zh: '谢谢，我们已收到所需信息。' },
  missing: { en: 'Not answered yet', zh: '尚未回答' },
  sustains: {
    en: 'By your answers you could pay {amount} a month and keep something for yourself.',
    zh: '按您的答案，每月可还 {amount}，并为自己留有余地。',
  },
})
