using System.Net;

namespace CniChain.Plugins.HostLocal;

/// <summary>Which addresses each owner in one lease folder holds, as they were when the folder was in a certain state.</summary>
/// <remarks>
/// Less than 100 bytes a lease: of the owner only the hash code is kept, of its addresses 16 bytes each (IPv4 as IPv6, ::ffff:a.b.c.d), one
/// behind the other. Owners whose hash codes are the same share their addresses, so whoever asks looks into each file. Used under the
/// folder's lock. (Not UInt128: code with it is not compiled ahead, which a process of one call would pay for.)
/// </remarks>
internal sealed class RememberedLeases
{
    /// <summary>Bytes an address.</summary>
    public const int AddressLength = 16;

    private readonly Dictionary<int, byte[]> _addresses = [];

    /// <summary>The folder's state that this is true of; null when it is true of none.</summary>
    public FolderState? State { get; set; }

    /// <summary>When it was last asked for, among all folders' (<see cref="LeaseMemory"/>).</summary>
    public long LastUse { get; set; }

    /// <summary>Everything: the addresses of each hash code.</summary>
    public IReadOnlyCollection<KeyValuePair<int, byte[]>> All => _addresses;

    /// <summary>What an owner may hold: all that it does hold, and seldom another's.</summary>
    public List<IPAddress> Of(LeaseOwner owner)
    {
        var found = new List<IPAddress>(2);
        for (var rest = Held(owner.GetHashCode()); rest.Length > 0; rest = rest[AddressLength..])
        {
            var address = new IPAddress(rest[..AddressLength]);
            found.Add(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        }

        return found;
    }

    public void Add(LeaseOwner owner, IPAddress address) => Add(owner.GetHashCode(), address.MapToIPv6().GetAddressBytes());

    /// <summary>Adds an address to a hash code's, as <see cref="All"/> gives them.</summary>
    public void Add(int owner, ReadOnlySpan<byte> address)
    {
        var held = Held(owner);
        if (Find(held, address) < 0)
        {
            _addresses[owner] = [.. held, .. address];
        }
    }

    public void Remove(LeaseOwner owner, IPAddress address)
    {
        var key = owner.GetHashCode();
        var held = Held(key);
        var at = Find(held, address.MapToIPv6().GetAddressBytes());
        if (at < 0)
        {
            return;
        }

        if (held.Length > AddressLength)
        {
            _addresses[key] = [.. held[..at], .. held[(at + AddressLength)..]];
        }
        else
        {
            _addresses.Remove(key);
        }
    }

    public void Clear()
    {
        State = null;
        _addresses.Clear();
    }

    private ReadOnlySpan<byte> Held(int owner) => _addresses.TryGetValue(owner, out var held) ? held : [];

    private static int Find(ReadOnlySpan<byte> held, ReadOnlySpan<byte> address)
    {
        for (var at = 0; at < held.Length; at += AddressLength)
        {
            if (held.Slice(at, AddressLength).SequenceEqual(address))
            {
                return at;
            }
        }

        return -1;
    }
}
