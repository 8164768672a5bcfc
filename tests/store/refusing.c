/* A file system that lacks some calls, for a real process: LD_PRELOAD puts these before the C library's own.
   REFUSE_FOLDER_SYNC, REFUSE_FILE_SYNC, REFUSE_LOCK and REFUSE_MODE hold the errno that the call answers. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static int refused(const char *name) {
    const char *code = getenv(name);
    if (code == NULL || *code == '\0') return 0;
    errno = atoi(code);
    return 1;
}

int fsync(int descriptor) {
    static int (*real)(int);
    struct stat found;
    int is_folder = fstat(descriptor, &found) == 0 && S_ISDIR(found.st_mode);
    if (refused(is_folder ? "REFUSE_FOLDER_SYNC" : "REFUSE_FILE_SYNC")) return -1;
    if (!real) real = (int (*)(int)) dlsym(RTLD_NEXT, "fsync");
    return real(descriptor);
}

int flock(int descriptor, int operation) {
    static int (*real)(int, int);
    if (refused("REFUSE_LOCK")) return -1;
    if (!real) real = (int (*)(int, int)) dlsym(RTLD_NEXT, "flock");
    return real(descriptor, operation);
}

int fchmod(int descriptor, mode_t mode) {
    static int (*real)(int, mode_t);
    if (refused("REFUSE_MODE")) return -1;
    if (!real) real = (int (*)(int, mode_t)) dlsym(RTLD_NEXT, "fchmod");
    return real(descriptor, mode);
}
