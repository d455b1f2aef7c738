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
internal sealed class LeaseIndex : IDisposable
{
    private const string StampName = "stamp";
    private const int LongestName = 240;
    private const int LongestEntry = 16 * 1024;

    private readonly LeaseFolder _leases;
    private readonly CniContext _context;
    private OpenFolder? _entries;
    private bool _failed;

    private LeaseIndex(LeaseFolder leases, CniContext context)
    {
        _leases = leases;
        _context = context;
    }

    /// <summary>The folder was read anew, because somebody else had changed it or nobody had read it yet; or there is no index to go by.</summary>
    public bool WasRebuilt { get; private set; }

    /// <summary>Opens the index of a lease folder, rebuilt if it is not the folder's present state.</summary>
    /// <param name="leases">The locked folder.</param>
    /// <param name="context">The call: the host's state folder, the clock and the log.</param>
    public static LeaseIndex Open(LeaseFolder leases, CniContext context)
    {
        var index = new LeaseIndex(leases, context);
        index.Try(() =>
        {
            var folder = Path.Combine(context.StateDirectory, "host-local", FileName(Uri.EscapeDataString(Path.GetFullPath(leases.Path))));
            index._entries = OpenFolder.TryOpen(folder) ?? OpenFolder.TryOpen(Directory.CreateDirectory(folder).FullName);
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
        foreach (var address in _entries is null ? _leases.Addresses() : ReadEntry(owner))
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
    public void Set(LeaseOwner owner, IReadOnlyCollection<IPAddress> addresses) => Try(() =>
    {
        WriteEntry(owner, addresses);
        WriteStamp();
    });

    public void Dispose() => _entries?.Dispose();

    private void Rebuild()
    {
        WasRebuilt = true;
        foreach (var name in _entries!.Names())
        {
            _entries.Remove(name);
        }

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
        foreach (var line in _entries!.Read(EntryOf(owner), LongestEntry)?.Text.Split('\n') ?? [])
        {
            if (IpPrefix.TryParseAddress(line, out var address))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    private void WriteEntry(LeaseOwner owner, IReadOnlyCollection<IPAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            _entries!.Remove(EntryOf(owner));
        }
        else
        {
            _entries!.Write(EntryOf(owner), Encoding.ASCII.GetBytes(string.Join('\n', addresses)));
        }
    }

    private void WriteStamp()
    {
        var stamp = (_context.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        _leases.Modified = stamp;
        if (_leases.Modified == stamp)
        {
            _entries!.Write(StampName, Encoding.ASCII.GetBytes(stamp.ToString(CultureInfo.InvariantCulture)));
        }
        else
        {
            // A file system that counts whole seconds: two changes within one would look like none.
            _entries!.Remove(StampName);
        }
    }

    private long ReadStamp() =>
        long.TryParse(_entries!.Read(StampName, LongestEntry)?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var stamp) ? stamp : -1;

    /// <summary>Does something with the index, or goes on without: then its stamp is out of date, and the next call makes it anew.</summary>
    private void Try(Action action)
    {
        try
        {
            if (!_failed)
            {
                action();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failed = true;
            WasRebuilt = true;
            _entries?.Dispose();
            _entries = null;
            _context.Log.Warn($"host-local: every lease in {_leases.Path} is read, because the index in {_context.StateDirectory} cannot be used: {e.Message}");
        }
    }

    private static string EntryOf(LeaseOwner owner) =>
        "owner." + FileName(Uri.EscapeDataString(owner.ContainerId) + "," + Uri.EscapeDataString(owner.IfName ?? ""));

    // Hashed only where it must be: the first hash of a process loads a library for longer than an ADD takes.
    private static string FileName(string text) => text.Length <= LongestName
        ? text
        : string.Concat(text.AsSpan(0, LongestName - 65), "~", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
}
