/* Let chosen system calls on files below one folder fail, or kill the process, at the k-th call.
 *
 * Preloaded (LD_PRELOAD) into a Python process; armed through ctypes by shim.py. Counts calls that
 * name a path below the folder, or use a descriptor opened there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN = 1, WRITE = 2, FSYNC = 4, RENAME = 8, UNLINK = 16, MKDIR = 32, LINK = 64,
       TRUNCATE = 128, CHMOD = 256, READ = 512 };
enum { ONCE, FROM_THEN_ON, KILL, TEAR };
#define DESCRIPTORS 4096

static char root[PATH_MAX];
static size_t root_length;
static int kinds, action, error;
static long target, seen, seen_of[10];
static char below[DESCRIPTORS];

void faults_arm(const char *folder, int which, long k, int what, int number) {
    strncpy(root, folder, sizeof root - 1);
    root_length = strlen(root);
    kinds = which; target = k; action = what; error = number; seen = 0;
    memset(seen_of, 0, sizeof seen_of);
}
/* Calls so far of these kinds, of those that it was armed for. */
long faults_seen(int which) {
    long sum = 0;
    for (int bit = 0; bit < 10; bit++) if (which & 1 << bit) sum += seen_of[bit];
    return sum;
}

static int is_below(const char *path) {
    return root_length && path && strncmp(path, root, root_length) == 0;
}
static int known(int fd) { return fd >= 0 && fd < DESCRIPTORS && below[fd]; }
static int at(int dir, const char *path) {
    return path && path[0] != '/' && dir != AT_FDCWD ? known(dir) : is_below(path);
}

/* Whether this call must fail now. Never returns for KILL; TEAR is left to the writers. */
static int strikes(int kind) {
    if (!root_length || !(kinds & kind)) return 0;
    long n = __atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&seen_of[__builtin_ctz(kind)], 1, __ATOMIC_SEQ_CST);
    if (action == FROM_THEN_ON ? n < target : n != target) return 0;
    if (action == KILL || (action == TEAR && kind != WRITE)) kill(getpid(), SIGKILL);
    errno = error;
    return 1;
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define MODE mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }
#define OPENED(relevant, call) \
    if ((relevant) && strikes(OPEN)) return -1; \
    int fd = (call); \
    if (fd >= 0 && fd < DESCRIPTORS) below[fd] = (relevant); \
    return fd

int open(const char *path, int flags, ...) {
    REAL(open); MODE; OPENED(is_below(path), real(path, flags, mode)); }
int open64(const char *path, int flags, ...) {
    REAL(open64); MODE; OPENED(is_below(path), real(path, flags, mode)); }
int openat(int dir, const char *path, int flags, ...) {
    REAL(openat); MODE; OPENED(at(dir, path), real(dir, path, flags, mode)); }
int openat64(int dir, const char *path, int flags, ...) {
    REAL(openat64); MODE; OPENED(at(dir, path), real(dir, path, flags, mode)); }
int close(int fd) {
    REAL(close);
    if (fd >= 0 && fd < DESCRIPTORS) below[fd] = 0;
    return real(fd);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    REAL(write);
    if (known(fd) && strikes(WRITE)) {
        if (action == ONCE) return -1;
        real(fd, bytes, count / 2);
        if (action == TEAR) kill(getpid(), SIGKILL);
        errno = error;
        return -1;
    }
    return real(fd, bytes, count);
}
/* Other ways to write: those that are cut short write nothing before they kill. */
static ssize_t unwritten(void) {
    if (action == TEAR) kill(getpid(), SIGKILL);
    return -1;
}
ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev); return known(fd) && strikes(WRITE) ? unwritten() : real(fd, parts, count); }
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    REAL(pwrite64);
    return known(fd) && strikes(WRITE) ? unwritten() : real(fd, bytes, count, offset);
}
ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
    static ssize_t (*real)(int, int, off64_t *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "sendfile64");
    return known(out) && strikes(WRITE) ? unwritten() : real(out, in, offset, count);
}
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
    REAL(copy_file_range);
    return known(out) && strikes(WRITE) ? unwritten() : real(in, from, out, to, count, flags);
}
ssize_t read(int fd, void *bytes, size_t count) {
    REAL(read); return known(fd) && strikes(READ) ? -1 : real(fd, bytes, count); }
int fsync(int fd) { REAL(fsync); return known(fd) && strikes(FSYNC) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return known(fd) && strikes(FSYNC) ? -1 : real(fd); }
int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64); return known(fd) && strikes(TRUNCATE) ? -1 : real(fd, length); }
int fchmod(int fd, mode_t mode) {
    REAL(fchmod); return known(fd) && strikes(CHMOD) ? -1 : real(fd, mode); }
int chmod(const char *path, mode_t mode) {
    REAL(chmod); return is_below(path) && strikes(CHMOD) ? -1 : real(path, mode); }
int rename(const char *from, const char *to) {
    REAL(rename); return is_below(to) && strikes(RENAME) ? -1 : real(from, to); }
int renameat(int a, const char *from, int b, const char *to) {
    REAL(renameat); return at(b, to) && strikes(RENAME) ? -1 : real(a, from, b, to); }
int unlink(const char *path) {
    REAL(unlink); return is_below(path) && strikes(UNLINK) ? -1 : real(path); }
int unlinkat(int dir, const char *path, int flags) {
    REAL(unlinkat); return at(dir, path) && strikes(UNLINK) ? -1 : real(dir, path, flags); }
int rmdir(const char *path) {
    REAL(rmdir); return is_below(path) && strikes(UNLINK) ? -1 : real(path); }
int mkdir(const char *path, mode_t mode) {
    REAL(mkdir); return is_below(path) && strikes(MKDIR) ? -1 : real(path, mode); }
int link(const char *from, const char *to) {
    REAL(link); return is_below(to) && strikes(LINK) ? -1 : real(from, to); }
int linkat(int a, const char *from, int b, const char *to, int flags) {
    REAL(linkat); return at(b, to) && strikes(LINK) ? -1 : real(a, from, b, to, flags); }
