/* The limit: the policy of bench/kernel-policy.yaml by hand, over the same column files.
   cc -O3 -march=native kernel.c && ./a.out FOLDER ROWS ENTRIES ROUNDS: prints nanoseconds of CPU, lines, sum. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

enum { TODAY = 20778, NEVER = -32768, BLOCK = 2048 };
static const char *folder;

static void *column(const char *name) {
  char path[4096];
  struct stat st;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int f = open(path, O_RDONLY);
  if (f < 0 || fstat(f, &st)) { perror(path); exit(1); }
  char *at = malloc(st.st_size + 64);
  for (off_t n = 0; n < st.st_size;) {
    ssize_t r = read(f, at + n, st.st_size - n);
    if (r <= 0) { perror(path); exit(1); }
    n += r;
  }
  close(f);
  return at;
}

static uint32_t hash(uint32_t i, uint32_t salt) {
  uint32_t x = i + salt * 40503009u;
  x = (x ^ (x >> 16)) * 0x45d9f3bu;
  x = (x ^ (x >> 16)) * 0x45d9f3bu;
  return x ^ (x >> 16);
}

static int16_t *oldest, *began, *next_due, *paid, *talked, *cured, *unanswered, *missed, *behind, *held, *closed;
static uint16_t *channels;
static int32_t *past;
static uint32_t *past_first;

/* every, at most, quiet after payment, quiet after conversation, channel */
static const struct { int every, most, pay, talk, channel; } ROW[17] = {
  {20, 999, 3, 0, 1}, {20, 999, 3, 0, 2}, {3, 2, 3, 2, 1}, {0, 1, 3, 2, 2}, {2, 8, 3, 7, 4}, {7, 3, 3, 7, 1},
  {7, 2, 3, 7, 2}, {0, 1, 7, 7, 8}, {3, 12, 5, 7, 4}, {10, 4, 5, 7, 1}, {10, 4, 5, 7, 2}, {0, 1, 7, 7, 8},
  {30, 1, 7, 14, 16}, {0, 1, 7, 0, 8}, {0, 1, 14, 0, 0}, {0, 1, 30, 0, 0}, {0, 1, 60, 0, 0}};

/* Tables by value, as the generated loop has them: what the compiler of a strategy would find. */
static uint32_t by_paid[65536], by_talked[65536], by_channels[64], by_unanswered[16];
static struct { uint32_t mask; int32_t stage; int32_t points; uint32_t pad; } by_late[32768];

static void tables(void) {
  for (int v = 0; v < 65536; v++) {
    int on = v - 32768;
    for (int k = 0; k < 17; k++) {
      if (on == NEVER || TODAY - on >= ROW[k].pay) by_paid[v] |= 1u << k;
      if (on == NEVER || !ROW[k].talk || TODAY - on >= ROW[k].talk) by_talked[v] |= 1u << k;
    }
  }
  for (int v = 0; v < 64; v++)
    for (int k = 0; k < 17; k++)
      if ((!ROW[k].channel || (v & ROW[k].channel)) && !(k == 1 && (v & 1))) by_channels[v] |= 1u << k;
  for (int v = 0; v < 16; v++)
    for (int k = 0; k < 17; k++)
      if (v >= (k == 6 || k == 10 ? 3 : k == 7 || k == 12 ? 5 : 0)) by_unanswered[v] |= 1u << k;
  for (int v = 0; v < 32768; v++) {
    int dpd = v < TODAY ? TODAY - v : 0, bucket = dpd ? (dpd - 1) / 30 + 1 : 0;
    uint32_t m = dpd == 0 ? 3 : dpd <= 6 ? 4 | (dpd >= 3) << 3 : dpd <= 29 ? 0xd0 | (dpd >= 10) << 5
      : dpd <= 89 ? 0x700 | (dpd >= 45) << 11 | (dpd >= 60) << 12 : dpd <= 179 ? 0x6000 : dpd <= 359 ? 0x8000 : 0x10000;
    by_late[v].mask = m;
    by_late[v].stage = dpd == 0 ? 1 : dpd <= 6 ? 3 : dpd <= 29 ? 4 : dpd <= 89 ? 5 : dpd <= 179 ? 6 : dpd <= 359 ? 7 : 8;
    by_late[v].points = 30 * (bucket < 6 ? bucket : 6);
  }
}

static int select_rows(int from, int until, int32_t *selected) {
  int m = 0, i = from;
#if defined(__AVX512F__) && defined(__AVX512BW__)
  const __m512i today = _mm512_set1_epi16(TODAY), soon = _mm512_set1_epi16(TODAY + 1), three = _mm512_set1_epi16(3);
  const __m512i steps = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (; i + 32 <= until; i += 32) {
    __mmask32 late = _mm512_cmplt_epi16_mask(_mm512_loadu_si512(oldest + i), today);
    __mmask32 near = _mm512_cmplt_epu16_mask(_mm512_sub_epi16(_mm512_loadu_si512(next_due + i), soon), three);
    __mmask32 open = _mm512_cmpgt_epi16_mask(_mm512_loadu_si512(closed + i), today);
    __mmask32 free_ = _mm512_cmple_epi16_mask(_mm512_loadu_si512(held + i), today);
    uint32_t act = (late | near) & open & free_;
    __m512i at = _mm512_add_epi32(steps, _mm512_set1_epi32(i));
    _mm512_mask_compressstoreu_epi32(selected + m, act & 0xffff, at);
    m += __builtin_popcount(act & 0xffff);
    at = _mm512_add_epi32(at, _mm512_set1_epi32(16));
    _mm512_mask_compressstoreu_epi32(selected + m, act >> 16, at);
    m += __builtin_popcount(act >> 16);
  }
#endif
  for (; i < until; i++) {
    selected[m] = i;
    m += ((oldest[i] < TODAY) | ((uint16_t)(next_due[i] - TODAY - 1) < 3)) & (closed[i] > TODAY) & (held[i] <= TODAY);
  }
  return m;
}

static int64_t decide(int rows, int32_t *row, uint8_t *stage, int32_t *priority, uint32_t *mask) {
  static int32_t selected[BLOCK + 64];
  int64_t n = 0;
  for (int from = 0; from < rows; from += BLOCK) {
    int until = from + BLOCK < rows ? from + BLOCK : rows;
    int m = select_rows(from, until, selected);
    for (int k = 0; k < m; k++, n++) {
      int i = selected[k], late = oldest[i];
      uint32_t bits = by_late[late].mask & by_paid[paid[i] + 32768] & by_talked[talked[i] + 32768]
        & by_channels[channels[i]] & by_unanswered[unanswered[i]];
      int s = by_late[late].stage, mid = (s == 4) | (s == 5), u = unanswered[i], x = missed[i];
      int points = by_late[late].points + 15 * (x < 6 ? x : 6) - 4 * (u < 10 ? u : 10);
      points += (-(mid & (behind[i] <= 1)) & 60) + (-(mid & (paid[i] >= TODAY - 30)) & 40);
      if (bits) {
        uint32_t e = past_first[i], z = past_first[i + 1];
        int since = began[i] != NEVER ? began[i] : late < TODAY ? late : cured[i];
        for (; e < z; e++) {
          int both = past[3 * e + 2], c = both >> 16, on = past[3 * e + 1], times = on < since ? 0 : both & 65535;
          uint32_t no = (TODAY - on < ROW[c].every) | (times >= ROW[c].most);
          bits &= ~(no << c);
        }
      }
      row[n] = i; stage[n] = s; priority[n] = points; mask[n] = bits;
    }
  }
  return n;
}

static double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  folder = argv[1];
  int rows = atoi(argv[2]), entries = atoi(argv[3]), rounds = atoi(argv[4]);
  oldest = column("oldestUnpaidDueOn"); began = column("delinquentSince"); next_due = column("nextDueOn");
  paid = column("lastPaymentOn"); talked = column("lastConversationOn"); cured = column("curedOn");
  unanswered = column("unansweredAttempts"); missed = column("instalmentsMissed"); behind = column("timesDelinquent");
  held = column("heldUntil"); closed = column("closedOn"); channels = column("channels");
  past = column("history-entries");
  past_first = malloc((rows + 1) * 4L);
  for (int i = 0, e = 0; i <= rows; i++) {
    past_first[i] = e;
    while (e < entries && past[3 * e] == i) e++;
  }
  tables();
  int32_t *row = malloc(rows * 4L), *priority = malloc(rows * 4L);
  uint32_t *mask = malloc(rows * 4L);
  uint8_t *stage = malloc(rows);
  double best = 1e18;
  int64_t n = 0;
  for (int r = 0; r < rounds; r++) {
    double start = cpu();
    n = decide(rows, row, stage, priority, mask);
    double took = cpu() - start;
    if (took < best) best = took;
  }
  uint64_t total = 0;
  for (int64_t k = 0; k < n; k++)
    total += hash(hash(row[k], 77) + mask[k], (uint32_t)(stage[k] * 1000 + priority[k]));
  printf("%.0f %lld %llu\n", best, (long long)n, (unsigned long long)total);
  return 0;
}
