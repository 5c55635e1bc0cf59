/* A layer between the program and the disk, for LD_PRELOAD.
 *
 * Of the files under SHIM_ROOT it keeps a record of every write, sync, cut, removal and renaming
 * in the order they came, and it can make the n-th of those calls fail, or be the last thing the
 * process does. Both are switched from inside, by ctypes: shim_record, shim_arm, shim_count.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
#define KILL (-9)

static char *path_of[FILES];
static int record_fd = -1;
static long calls, fail_at;
static int fail_how, fail_on;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

/* Answers with the calls counted since shim_arm. */
long shim_count(void) { return calls; }

/* From here on the at-th call fails with errno `how`, or kills when how is -9; 0 never. `on`: and so
 * does every later one that needs room. */
void shim_arm(long at, int how, int on) {
    calls = 0;
    fail_at = at;
    fail_how = how;
    fail_on = on;
}

/* Append the record to this file; an empty name ends it. */
void shim_record(const char *name) {
    if (record_fd >= 0) syscall(SYS_close, record_fd);
    record_fd = *name ? (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
}

static const char *ours(const char *path) {
    static __thread char full[PATH_MAX];
    const char *root = getenv("SHIM_ROOT");
    if (!root || !path) return NULL;
    if (path[0] == '/') {
        strncpy(full, path, sizeof full - 1);
    } else {
        if (!getcwd(full, sizeof full)) return NULL;
        strncat(full, "/", sizeof full - strlen(full) - 1);
        strncat(full, path, sizeof full - strlen(full) - 1);
    }
    size_t length = strlen(root);
    if (strncmp(full, root, length) || (full[length] != '/' && full[length])) return NULL;
    return full[length] ? full + length + 1 : ".";
}

static void note(char op, const char *path, uint64_t offset, const void *data, uint64_t size) {
    if (record_fd < 0) return;
    uint32_t named = (uint32_t)strlen(path);
    struct iovec parts[] = {{&op, 1}, {&named, 4}, {&offset, 8}, {&size, 8},
                            {(void *)path, named}, {(void *)data, data ? size : 0}};
    syscall(SYS_writev, record_fd, parts, 6);
}

/* Whether this call is to fail; errno is set. `room`: it needs free space on the disk. */
static int struck(int room) {
    calls++;
    if (!fail_at || calls < fail_at) return 0;
    if (calls > fail_at && !(fail_on && room)) return 0;
    if (fail_how == KILL) raise(SIGKILL);
    if (fail_how == ENOSPC && !room) return 0;
    errno = fail_how;
    return 1;
}

#define REAL(name, type, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)
#define TRACKED(fd) ((fd) >= 0 && (fd) < FILES ? path_of[fd] : NULL)

static int opened(int at, const char *path, int flags, mode_t mode) {
    const char *name = at == AT_FDCWD || (path && path[0] == '/') ? ours(path) : NULL;
    struct stat found;
    int made = 0, cut = 0;
    if (name) {
        int is_there = !syscall(SYS_newfstatat, at, path, &found, 0);
        made = (flags & O_CREAT) && !is_there;
        cut = (flags & O_TRUNC) && is_there;
    }
    if (name) pthread_mutex_lock(&gate);
    int fd = -1;
    if (!(made && struck(1))) fd = (int)syscall(SYS_openat, at, path, flags, mode);
    if (name && fd >= 0) {
        if (fd < FILES) {
            free(path_of[fd]);
            path_of[fd] = strdup(name);
        }
        if (made) note('C', name, 0, NULL, 0);
        if (cut) note('T', name, 0, NULL, 0);
    }
    if (name) {
        int kept = errno;
        pthread_mutex_unlock(&gate);
        errno = kept;
    }
    return fd;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        return opened(AT_FDCWD, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
    int name(int at, const char *path, int flags, ...) { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        return opened(at, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }

int close(int fd) {
    if (fd >= 0 && fd < FILES && path_of[fd]) {
        pthread_mutex_lock(&gate);
        free(path_of[fd]);
        path_of[fd] = NULL;
        pthread_mutex_unlock(&gate);
    }
    return (int)syscall(SYS_close, fd);
}

static ssize_t put(int fd, const void *data, size_t size, off64_t offset, int here) {
    const char *name = TRACKED(fd);
    if (!name) return here ? syscall(SYS_write, fd, data, size) : syscall(SYS_pwrite64, fd, data, size, offset);
    pthread_mutex_lock(&gate);
    ssize_t done = -1;
    if (!struck(1)) {
        if (here) {
            int flags = (int)syscall(SYS_fcntl, fd, F_GETFL);
            offset = syscall(SYS_lseek, fd, 0, (flags & O_APPEND) ? SEEK_END : SEEK_CUR);
            done = syscall(SYS_write, fd, data, size);
        } else {
            done = syscall(SYS_pwrite64, fd, data, size, offset);
        }
        if (done > 0) note('W', name, (uint64_t)offset, data, (uint64_t)done);
    }
    int kept = errno;
    pthread_mutex_unlock(&gate);
    errno = kept;
    return done;
}
ssize_t write(int fd, const void *data, size_t size) { return put(fd, data, size, 0, 1); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return put(fd, data, size, offset, 0); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) { return put(fd, data, size, offset, 0); }

#define GUARDED(op, room, name, call, offset) \
    pthread_mutex_lock(&gate); \
    int done = -1; \
    if (!struck(room)) { \
        done = (int)(call); \
        if (!done) note(op, name, offset, NULL, 0); \
    } \
    int kept = errno; \
    pthread_mutex_unlock(&gate); \
    errno = kept; \
    return done

static int synced(int fd, long call) {
    const char *name = TRACKED(fd);
    if (!name) return (int)syscall(call, fd);
    GUARDED('S', 1, name, syscall(call, fd), 0);
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int cut_off(int fd, off64_t size) {
    const char *name = TRACKED(fd);
    if (!name) return (int)syscall(SYS_ftruncate, fd, size);
    GUARDED('T', 1, name, syscall(SYS_ftruncate, fd, size), (uint64_t)size);
}
int ftruncate(int fd, off_t size) { return cut_off(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut_off(fd, size); }

int unlink(const char *path) {
    const char *name = ours(path);
    if (!name) return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    GUARDED('U', 0, name, syscall(SYS_unlinkat, AT_FDCWD, path, 0), 0);
}

int rename(const char *from, const char *to) {
    const char *found = ours(from);
    if (!found) return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    char name[PATH_MAX];
    strncpy(name, found, sizeof name - 1);
    name[sizeof name - 1] = 0;
    const char *target = ours(to);
    char both[2 * PATH_MAX];
    size_t first = strlen(name);
    memcpy(both, target ? target : "", target ? strlen(target) + 1 : 1);
    pthread_mutex_lock(&gate);
    int done = -1;
    if (!struck(1)) {
        done = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
        if (!done) note('R', name, 0, both, strlen(both));
    }
    (void)first;
    int kept = errno;
    pthread_mutex_unlock(&gate);
    errno = kept;
    return done;
}
