using System.Globalization;
using System.Text;
using Tmds.Linux;

namespace CniChain.Shim;

/// <summary>Finds cnichaind, and looks whether it may be trusted with root's work.</summary>
internal static unsafe class HostProgram
{
    // S_IWGRP | S_IWOTH (sys/stat.h)
    private const int OthersMayWrite = 0x12;

    private const string Name = "cnichaind";
    private const string LibName = "/lib/cnichain/" + Name;

    /// <summary>Looks for it.</summary>
    /// <param name="path">Its path, NUL-terminated; empty when there is none to use.</param>
    /// <returns>The sentence that says why there is none; null when there is.</returns>
    public static string? Find(out byte[] path)
    {
        path = [];
        var folder = OwnFolder();
        var parent = folder[..Math.Max(folder.LastIndexOf('/'), 0)];
        // The prefixes are for a copy of this file alone, as installers put it into /opt/cni/bin.
        string[] places = [$"{folder}/{Name}", parent + LibName, "/usr/local" + LibName, "/usr" + LibName];
        foreach (var place in places)
        {
            if (Stat(place) is { } program)
            {
                path = Encode(place);
                return Distrust(place, program)
                    ?? Distrust(place[..place.LastIndexOf('/')])
                    // The program is only the start of it: what runs as root stands in the assembly.
                    ?? Distrust(place + ".dll");
            }
        }

        return $"cnichaind is in none of its places: {string.Join(", ", places)}; "
            + "install CniChain again, or link to bin/cnichain of an installed tree instead of copying it";
    }

    /// <summary>The folder of the file this process was started from, links followed; empty when /proc does not say.</summary>
    private static string OwnFolder()
    {
        const int Longest = 4096;
        var buffer = stackalloc byte[Longest];
        fixed (byte* self = "/proc/self/exe\0"u8)
        {
            var length = (int)LibC.readlink(self, buffer, Longest);
            // An upgrade that has renamed a new file over this one appends " (deleted)" to the file's name, not to the folder's.
            var end = new ReadOnlySpan<byte>(buffer, Math.Max(length, 0)).LastIndexOf((byte)'/');
            return end <= 0 ? "" : Encoding.UTF8.GetString(buffer, end);
        }
    }

    private static string? Distrust(string path) => Stat(path) is { } info ? Distrust(path, info) : null;

    private static string? Distrust(string path, stat info)
    {
        var owner = (uint)info.st_uid;
        if (owner != 0 && owner != (uint)LibC.geteuid())
        {
            return string.Create(CultureInfo.InvariantCulture, $"{path} belongs to user {owner}; give it to root (chown root)");
        }

        return ((int)(uint)info.st_mode & OthersMayWrite) != 0
            ? $"{path} may be written by others than its owner; take that away (chmod go-w)"
            : null;
    }

    private static stat? Stat(string path)
    {
        stat info;
        fixed (byte* name = Encode(path))
        {
            return LibC.stat(name, &info) == 0 ? info : null;
        }
    }

    private static byte[] Encode(string path)
    {
        var bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(path) + 1, pinned: true);
        _ = Encoding.UTF8.GetBytes(path, bytes);
        return bytes;
    }
}
