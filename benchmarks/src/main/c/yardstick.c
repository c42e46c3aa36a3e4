/*
 * The yardstick of Vista's small transactions: the same algorithm and the same record format in plain C.
 *
 *   cc -O2 -o yardstick yardstick.c
 *   ./yardstick REGION_FILE DATABASE_BYTES RANGE_BYTES TRANSACTIONS
 *
 * Prints the nanoseconds of a transaction without and with the undo log, `base vista`, for one round of each. The range's
 * length is a run-time value, so that the before-image is a variable-length copy, as in a library. REGION_FILE is made if it
 * is not there; put it where the Java region is.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { LOG_BYTES = 4 << 20, LEAD_BYTES = 8, TRAILER_BYTES = 24, STATE_ACTIVE = 1 };

/* What stands behind a record's image; the lead before it and the check are used on disks only. */
struct trailer {
    uint64_t offset;
    uint64_t tag; /* length, segment, kind */
    uint64_t check;
};

struct vista {
    char *data;
    uint64_t data_bytes;
    char *log;
    _Atomic uint64_t *status;
    char *tail;
    char *limit;
    uint64_t active_origin;
    uint64_t sequence;
};

static uint64_t checked_word(uint64_t payload)
{
    return payload * 16777213;
}

__attribute__((noinline)) static int vista_begin(struct vista *v)
{
    if (v->limit)
        return -1;
    v->limit = v->log + LOG_BYTES - LEAD_BYTES - TRAILER_BYTES;
    return 0;
}

__attribute__((noinline)) static int vista_set_range(struct vista *v, uint64_t offset, uint64_t length)
{
    uint64_t padded = (length + 7) & ~7ull;
    char *image = v->tail + LEAD_BYTES;
    struct trailer *t = (struct trailer *) (image + padded);
    if (length == 0 || length > v->data_bytes || offset > v->data_bytes - length || v->tail + padded > v->limit)
        return -1;
    memcpy(image, v->data + offset, length);
    t->offset = offset;
    t->tag = 1ull << 48 | length;
    v->tail = (char *) (t + 1);
    atomic_store_explicit(v->status, checked_word((uint64_t) v->tail - v->active_origin), memory_order_release);
    atomic_signal_fence(memory_order_seq_cst);
    return 0;
}

__attribute__((noinline)) static int64_t vista_end(struct vista *v)
{
    if (!v->limit)
        return -1;
    atomic_store_explicit(v->status, 0, memory_order_release);
    atomic_signal_fence(memory_order_seq_cst);
    v->tail = v->log;
    v->limit = NULL;
    return ++v->sequence;
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

static double now_nanos(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static void change(char *target, uint64_t length, uint64_t stamp)
{
    if (length == 8)
        *(uint64_t *) target = stamp;
    else
        memset(target, (int) stamp, length);
}

static double round_of(struct vista *v, uint64_t length, long transactions, int protect)
{
    uint64_t random = 88172645463325252ull;
    uint64_t slots = (v->data_bytes - length) / 8 + 1;
    double started = now_nanos();
    for (long i = 0; i < transactions; i++) {
        uint64_t offset = (uint64_t) (((unsigned __int128) next_random(&random) * slots) >> 64) * 8;
        if (protect) {
            if (vista_begin(v) || vista_set_range(v, offset, length))
                abort();
            change(v->data + offset, length, i);
            if (vista_end(v) < 0)
                abort();
        } else {
            change(v->data + offset, length, i);
        }
    }
    return (now_nanos() - started) / transactions;
}

static char *map(const char *path, uint64_t bytes)
{
    int fd = open(path, O_RDWR | O_CREAT, 0600);
    if (fd < 0 || posix_fallocate(fd, 0, bytes)) {
        perror(path);
        exit(2);
    }
    char *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (mapped == MAP_FAILED) {
        perror("mmap");
        exit(2);
    }
    close(fd);
    return mapped;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: %s REGION_FILE DATABASE_BYTES RANGE_BYTES TRANSACTIONS\n", argv[0]);
        return 2;
    }
    struct vista v = {.data_bytes = strtoull(argv[2], NULL, 10)};
    uint64_t length = strtoull(argv[3], NULL, 10);
    long transactions = strtol(argv[4], NULL, 10);
    char *region = map(argv[1], 4096 + LOG_BYTES + 4096 + v.data_bytes);
    v.status = (_Atomic uint64_t *) region;
    v.log = v.tail = region + 4096;
    v.active_origin = (uint64_t) v.log - ((uint64_t) STATE_ACTIVE << 37);
    v.data = region + 4096 + LOG_BYTES + 4096;
    memset(v.data, 1, v.data_bytes);
    round_of(&v, length, transactions / 10 + 1, 1);
    double base = round_of(&v, length, transactions, 0);
    double vista = round_of(&v, length, transactions, 1);
    printf("%.2f %.2f\n", base, vista);
    return 0;
}
