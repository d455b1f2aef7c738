using System.Runtime.InteropServices;

namespace CniChain.Linux.Netlink;

/// <summary>The attributes in a message or a nested attribute, to be read with <c>foreach</c>.</summary>
/// <remarks>Ends before an attribute that claims more bytes than there are, as the kernel's own nla_ok does.</remarks>
public readonly ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Starts reading.</summary>
    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>Looks for the first attribute of a type.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryGet(ushort type, out NetlinkAttribute attribute)
    {
        foreach (var candidate in this)
        {
            if (candidate.Type == type)
            {
                attribute = candidate;
                return true;
            }
        }

        attribute = default;
        return false;
    }

    /// <summary>Walks over the attributes.</summary>
    public ref struct Enumerator
    {
        private const int Header = 4;

        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> bytes) => _rest = bytes;

        /// <summary>The attribute reached.</summary>
        public NetlinkAttribute Current { get; private set; }

        /// <summary>Goes to the next attribute.</summary>
        public bool MoveNext()
        {
            if (_rest.Length < Header)
            {
                return false;
            }

            int length = MemoryMarshal.Read<ushort>(_rest);
            if (length < Header || length > _rest.Length)
            {
                return false;
            }

            Current = new NetlinkAttribute(MemoryMarshal.Read<ushort>(_rest[2..]), _rest[Header..length]);
            _rest = _rest[Math.Min(NetlinkConstants.Align(length), _rest.Length)..];
            return true;
        }
    }
}
