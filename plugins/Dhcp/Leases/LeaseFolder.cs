using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CniChain.Linux;
using Tmds.Linux;

namespace CniChain.Plugins.Dhcp;

/// <summary>
/// One small file a lease, written to a temporary name and renamed: a reader sees the old one or the new one. Not synced, since what a power
/// cut takes from it, it takes from the containers too.
/// </summary>
internal sealed class LeaseFolder(string path)
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Extension = ".lease";
    private const int MaxName = 200;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly FileStreamOptions s_create = new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        BufferSize = 0,
    };

    public string Path => path;

    /// <summary>Held by whoever keeps the leases between calls.</summary>
    public string KeeperLock => System.IO.Path.Combine(path, ".keeper");

    /// <summary>When a file last came or went; the minimum while there is no folder.</summary>
    public DateTime Changed => Directory.Exists(path) ? Directory.GetLastWriteTimeUtc(path) : DateTime.MinValue;

    /// <summary>A lease's file.</summary>
    public string FileOf(LeaseKey key)
    {
        var attachment = key.Attachment;
        var suffix = key.Family == LeaseFamily.IPv6 ? "@6" : "";
        var name = $"{Escape(attachment.Network)}@{Escape(attachment.ContainerId)}@{Escape(attachment.IfName)}{suffix}";
        if (Encoding.UTF8.GetByteCount(name) > MaxName)
        {
            name = "~" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        }

        return System.IO.Path.Combine(path, name + Extension);
    }

    /// <summary>The files of all leases.</summary>
    public IReadOnlyList<string> Files() => Directory.Exists(path) ? Directory.GetFiles(path, "*" + Extension) : [];

    /// <summary>Reads a file; null when it is gone, torn or of another format.</summary>
    public static LeaseRecord? Read(string file)
    {
        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(file), LeaseRecordContext.Default.LeaseRecord);
            return record is { Format: LeaseRecord.CurrentFormat } && MacAddress.TryParse(record.Mac, out _) ? record : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Makes the folder when it is missing.</summary>
    public void Make() => Directory.CreateDirectory(path, FolderMode);

    /// <summary>Writes a lease's file.</summary>
    /// <param name="record">What it is to hold.</param>
    /// <param name="onlyIfPresent">
    /// Not when the file is gone meanwhile: then a DEL, perhaps of another process, has ended the lease, and it must stay ended.
    /// </param>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="IOException">The disk is full, the folder read-only.</exception>
    public bool Write(LeaseRecord record, bool onlyIfPresent)
    {
        Make();
        using var held = FileLock.Acquire(System.IO.Path.Combine(path, ".lock"), s_patience);
        var file = FileOf(record.Key);
        if (onlyIfPresent && !File.Exists(file))
        {
            return false;
        }

        // One writer at a time has the lock, so one temporary name does, and what a killed writer left is overwritten.
        var temporary = System.IO.Path.Combine(path, ".new");
        using (var stream = new FileStream(temporary, s_create))
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(record, LeaseRecordContext.Default.LeaseRecord));
        }

        File.Move(temporary, file, overwrite: true);
        return true;
    }

    /// <summary>Takes a lease's file away.</summary>
    /// <returns>What it held; null when there was none.</returns>
    public LeaseRecord? Take(LeaseKey key)
    {
        var file = FileOf(key);
        if (!File.Exists(file))
        {
            return null;
        }

        using var held = FileLock.Acquire(System.IO.Path.Combine(path, ".lock"), s_patience);
        var record = Read(file);
        File.Delete(file);
        return record;
    }

    /// <summary>
    /// Why the folder is not to be believed; null when it is. What stands in it decides which namespaces are entered and which programs run.
    /// </summary>
    public unsafe string? Distrust()
    {
        stat info;
        fixed (byte* native = Encoding.UTF8.GetBytes(path + '\0'))
        {
            if (LibC.lstat(native, &info) < 0)
            {
                return null;
            }
        }

        var owner = (uint)info.st_uid;
        if (!LibC.S_ISDIR(info.st_mode) || (owner != 0 && owner != (uint)LibC.geteuid()) || ((uint)info.st_mode & 0x12) != 0)
        {
            return $"{path} is not root's own folder, so its leases are not taken up; make it so: chown root {path}; chmod 700 {path}";
        }

        return null;
    }

    private static string Escape(string part) => part.Replace("%", "%25").Replace("@", "%40").Replace("/", "%2f");
}
