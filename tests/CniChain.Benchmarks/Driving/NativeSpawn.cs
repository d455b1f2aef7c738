using System.Runtime.InteropServices;

namespace CniChain.Benchmarks.Driving;

/// <summary>posix_spawn(3): a child without a copy of this process's page tables, which a fork would pay for at every call.</summary>
internal static unsafe partial class NativeSpawn
{
    // Opaque in spawn.h; glibc's are 80 and 336 bytes.
    private const int OpaqueBytes = 512;
    private const short SetSignalDefaults = 0x04; // POSIX_SPAWN_SETSIGDEF
    private const int SIGPIPE = 13;

    /// <summary>Starts a child whose three streams are the given descriptors.</summary>
    /// <returns>Its process id.</returns>
    /// <exception cref="InvalidOperationException">It could not be started.</exception>
    public static int Start(byte* path, byte** arguments, byte** environment, int stdin, int stdout, int stderr)
    {
        var actions = stackalloc byte[OpaqueBytes];
        var attributes = stackalloc byte[OpaqueBytes];
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawnattr_init(attributes);
        try
        {
            // .NET ignores SIGPIPE, and a child would inherit that; a runtime's children do not.
            ulong* signals = stackalloc ulong[16];
            new Span<ulong>(signals, 16).Clear();
            signals[0] = 1ul << (SIGPIPE - 1);
            _ = posix_spawnattr_setsigdefault(attributes, signals);
            _ = posix_spawnattr_setflags(attributes, SetSignalDefaults);
            _ = posix_spawn_file_actions_adddup2(actions, stdin, 0);
            _ = posix_spawn_file_actions_adddup2(actions, stdout, 1);
            _ = posix_spawn_file_actions_adddup2(actions, stderr, 2);
            int pid;
            var error = posix_spawn(&pid, path, actions, attributes, arguments, environment);
            return error == 0 ? pid : throw new InvalidOperationException(
                $"{Marshal.PtrToStringUTF8((nint)path)} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions);
            _ = posix_spawnattr_destroy(attributes);
        }
    }

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

    // int posix_spawnattr_setsigdefault(posix_spawnattr_t *attr, const sigset_t *sigdefault);
    [LibraryImport("libc.so.6")]
    private static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);
}
