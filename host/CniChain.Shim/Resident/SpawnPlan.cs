using System.Runtime.InteropServices;

namespace CniChain.Shim.Resident;

/// <summary>posix_spawn(3): fork and exec without copying this process, which a runtime of threads must not do by itself.</summary>
internal sealed unsafe partial class SpawnPlan : IDisposable
{
    // Opaque in spawn.h; glibc's are 80 and 336 bytes, musl's smaller.
    private const int OpaqueBytes = 512;
    private const short NewSession = 0x80; // POSIX_SPAWN_SETSID

    private readonly void* _actions = NativeMemory.AllocZeroed(OpaqueBytes);
    private readonly void* _attributes = NativeMemory.AllocZeroed(OpaqueBytes);
    private int _error;

    public SpawnPlan()
    {
        Note(posix_spawn_file_actions_init(_actions));
        Note(posix_spawnattr_init(_attributes));
        Note(posix_spawnattr_setflags(_attributes, NewSession));
    }

    /// <summary>The child opens a file for reading and writing under a number.</summary>
    public void Open(int fd, byte* path) => Note(posix_spawn_file_actions_addopen(_actions, fd, path, Tmds.Linux.LibC.O_RDWR, 0));

    /// <summary>The child gets a descriptor under a number, kept over exec also when it is the same.</summary>
    public void Duplicate(int from, int to) => Note(posix_spawn_file_actions_adddup2(_actions, from, to));

    /// <summary>Starts the child.</summary>
    /// <returns>Its process id; -1 when any step failed.</returns>
    public int Run(byte[] program, PointerList arguments, PointerList environment)
    {
        int pid;
        fixed (byte* path = program)
        {
            return _error == 0 && posix_spawn(&pid, path, _actions, _attributes, arguments.Terminated, environment.Terminated) == 0
                ? pid
                : -1;
        }
    }

    public void Dispose()
    {
        _ = posix_spawn_file_actions_destroy(_actions);
        _ = posix_spawnattr_destroy(_attributes);
        NativeMemory.Free(_actions);
        NativeMemory.Free(_attributes);
    }

    private void Note(int error) => _error = _error == 0 ? error : _error;

    // int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *file_actions,
    //                 const posix_spawnattr_t *attrp, char *const argv[], char *const envp[]);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    // int posix_spawn_file_actions_init(posix_spawn_file_actions_t *file_actions);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawn_file_actions_init(void* actions);

    // int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *file_actions);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawn_file_actions_destroy(void* actions);

    // int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *file_actions, int fd, const char *path, int oflag, mode_t mode);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawn_file_actions_addopen(void* actions, int fd, byte* path, int flags, uint mode);

    // int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *file_actions, int fd, int newfd);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int newFd);

    // int posix_spawnattr_init(posix_spawnattr_t *attr);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawnattr_init(void* attributes);

    // int posix_spawnattr_destroy(posix_spawnattr_t *attr);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawnattr_destroy(void* attributes);

    // int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawnattr_setflags(void* attributes, short flags);
}
