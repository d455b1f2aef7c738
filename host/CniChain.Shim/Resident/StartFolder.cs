using Tmds.Linux;

namespace CniChain.Shim.Resident;

/// <summary>The folder of the socket, which also holds the start's lock and the host's log.</summary>
internal static unsafe class StartFolder
{
    private const int OwnerOnly = 0x1C0; // 0700
    private const int OthersMayWrite = 0x12; // S_IWGRP | S_IWOTH

    /// <summary>Makes the folder when it is not there.</summary>
    /// <param name="socketPath">The socket's path, absolute.</param>
    /// <param name="folder">The folder, without a final '/'.</param>
    /// <returns>False when it cannot be made, or when others may put a socket of their own into it.</returns>
    public static bool TryMake(ReadOnlySpan<byte> socketPath, out ReadOnlySpan<byte> folder)
    {
        var end = socketPath.LastIndexOf((byte)'/');
        folder = end > 0 ? socketPath[..end] : default;
        if (folder.IsEmpty || socketPath[0] != '/')
        {
            return false;
        }

        fixed (byte* path = Join(folder, "\0"u8))
        {
            _ = LibC.mkdir(path, OwnerOnly);
            stat info;
            return LibC.stat(path, &info) == 0
                && ((uint)info.st_uid == 0 || (uint)info.st_uid == (uint)LibC.geteuid())
                && ((int)(uint)info.st_mode & OthersMayWrite) == 0;
        }
    }

    /// <summary>Puts folder, '/' and a NUL-terminated name together.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name with its NUL.</param>
    /// <returns>The path with its NUL.</returns>
    public static byte[] Join(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name)
    {
        var path = new byte[folder.Length + 1 + name.Length];
        folder.CopyTo(path);
        path[folder.Length] = (byte)'/';
        name.CopyTo(path.AsSpan(folder.Length + 1));
        return path;
    }
}
