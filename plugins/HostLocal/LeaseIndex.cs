using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CniChain.Plugins.HostLocal;

/// <summary>
/// Finds an owner's leases without reading every file: one small file an owner, in the host's state folder. The lease files stay the
/// truth; the index is only a way to them.
/// </summary>
/// <remarks>
/// The reference plugin, which may work on the same folder, knows nothing of the index. So after each change the lease folder's
/// modification time is set to a value of our own and noted; any creation or removal by somebody else changes it, and then the index
/// is made anew from the files. (The kernel's own time stamps are as coarse as its tick and would hide a change within the same one.)
/// Writing last_reserved_ip does not touch the folder. Where the index cannot be kept, every file is read, as the reference does.
/// </remarks>
internal sealed class LeaseIndex
{
    private const string StampName = "stamp";
    private const int LongestName = 240;

    private readonly LeaseFolder _leases;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private bool _usable = true;

    private LeaseIndex(LeaseFolder leases, string folder, TimeProvider time)
    {
        _leases = leases;
        _folder = folder;
        _time = time;
    }

    /// <summary>Opens the index of a lease folder, rebuilt if it is not the folder's present state.</summary>
    /// <param name="leases">The locked folder.</param>
    /// <param name="context">The call: the host's state folder, the clock and the log.</param>
    public static LeaseIndex Open(LeaseFolder leases, CniContext context)
    {
        var folder = Path.Combine(context.StateDirectory, "host-local", FileName(Uri.EscapeDataString(Path.GetFullPath(leases.Path))));
        var index = new LeaseIndex(leases, folder, context.Time);
        index.Try(context.Log, () =>
        {
            if (index.ReadStamp() != leases.Modified)
            {
                index.Rebuild();
            }
        });
        return index;
    }

    /// <summary>The leases of an owner, each looked up in its file.</summary>
    public List<IPAddress> Find(LeaseOwner owner)
    {
        var found = new List<IPAddress>(2);
        foreach (var address in _usable ? ReadEntry(owner) : _leases.Addresses())
        {
            if (_leases.Find(address)?.Owner == owner)
            {
                found.Add(address);
            }
        }

        return found;
    }

    /// <summary>Notes what an owner holds now, after its lease files were written or removed.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="addresses">All it holds; none forgets it.</param>
    /// <param name="log">Told when it cannot be noted. Then the folder's time tells the next to look for itself.</param>
    public void Set(LeaseOwner owner, IReadOnlyCollection<IPAddress> addresses, ICniLog log)
    {
        if (_usable)
        {
            Try(log, () =>
            {
                WriteEntry(owner, addresses);
                WriteStamp();
            });
        }
    }

    private void Rebuild()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        Directory.CreateDirectory(_folder);
        var owners = new Dictionary<LeaseOwner, List<IPAddress>>();
        foreach (var address in _leases.Addresses())
        {
            if (_leases.Find(address)?.Owner is { } owner)
            {
                (owners.TryGetValue(owner, out var held) ? held : owners[owner] = []).Add(address);
            }
        }

        foreach (var (owner, addresses) in owners)
        {
            WriteEntry(owner, addresses);
        }

        WriteStamp();
    }

    private List<IPAddress> ReadEntry(LeaseOwner owner)
    {
        var addresses = new List<IPAddress>(2);
        var file = EntryOf(owner);
        if (File.Exists(file))
        {
            foreach (var line in File.ReadLines(file))
            {
                if (IpPrefix.TryParseAddress(line, out var address))
                {
                    addresses.Add(address);
                }
            }
        }

        return addresses;
    }

    private void WriteEntry(LeaseOwner owner, IReadOnlyCollection<IPAddress> addresses)
    {
        var file = EntryOf(owner);
        if (addresses.Count == 0)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, string.Join('\n', addresses));
        }
    }

    private void WriteStamp()
    {
        var stamp = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        _leases.Modified = stamp;
        var file = Path.Combine(_folder, StampName);
        if (_leases.Modified == stamp)
        {
            File.WriteAllText(file, stamp.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            // A file system that counts whole seconds: two changes within one would look like none.
            File.Delete(file);
        }
    }

    private long ReadStamp()
    {
        var file = Path.Combine(_folder, StampName);
        return File.Exists(file) && long.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var stamp) ? stamp : -1;
    }

    private void Try(ICniLog log, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _usable = false;
            log.Warn($"host-local: every lease in {_leases.Path} is read, because the index in {_folder} cannot be used: {e.Message}");
        }
    }

    private string EntryOf(LeaseOwner owner) =>
        Path.Combine(_folder, "owner." + FileName(Uri.EscapeDataString(owner.ContainerId) + "," + Uri.EscapeDataString(owner.IfName ?? "")));

    // Hashed only where it must be: the first hash of a process loads a library for longer than an ADD takes.
    private static string FileName(string text) => text.Length <= LongestName
        ? text
        : string.Concat(text.AsSpan(0, LongestName - 65), "~", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
}
