using System.Globalization;
using System.Net;
using CniChain.Plugins.Dhcp.Codec;
using CniChain.Plugins.Dhcp.V4;
using CniChain.Plugins.Dhcp.V4.Options;

namespace CniChain.Plugins.Tests.Dhcp.V4;

/// <summary>Messages damaged at random. CNICHAIN_FUZZ says how many (default 50,000); CNICHAIN_FUZZ_SEED repeats a run.</summary>
[Trait("Category", "Fuzz")]
public sealed class CodecFuzzTests
{
    private static readonly int s_count = Number("CNICHAIN_FUZZ", 50_000);
    private static readonly int s_seed = Number("CNICHAIN_FUZZ_SEED", 1);

    [Fact]
    public void Read_DamagedMessages_NeverThrowsAndGivesNoWrongLease()
    {
        var random = new Random(s_seed);
        var buffer = new byte[2048];
        for (var i = 0; i < s_count; i++)
        {
            var data = buffer.AsSpan(0, Generate(random, buffer));
            Damage(random, data);
            data = random.Next(10) == 0 ? data[..random.Next(data.Length)] : data;
            try
            {
                Look(data);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {s_seed}, input {i}: {Convert.ToHexString(data)}: {e}");
            }
        }
    }

    private static void Look(ReadOnlySpan<byte> data)
    {
        if (!DhcpReader.TryRead(data, out var message))
        {
            return;
        }

        Assert.True(message.Options.All.Values.Sum(v => v.Length) <= data.Length);
        ReadAll(message.Options);
        if (LeaseReader.TryRead(message, TimeSpan.FromDays(1), out var lease, out _))
        {
            Assert.True(AddressRules.IsHostOf(lease.Address, lease.PrefixLength));
            Assert.True(lease.Expires is null || (lease.Renews > lease.Obtained && lease.Renews <= lease.Rebinds && lease.Rebinds < lease.Expires));
            Assert.True(lease.Search.All(s => NameText.IsName(System.Text.Encoding.ASCII.GetBytes(s))));
            Assert.True(lease.Routers.All(r => new IPNetwork(AddressRules.Network(lease.Address, lease.PrefixLength), lease.PrefixLength).Contains(r)));
            _ = CniChain.Plugins.Dhcp.LeaseResult.Make(lease, 0);
        }

        // What was read is written and read again to the same.
        var again = new byte[8192];
        Assert.True(DhcpReader.TryRead(again.AsSpan(0, DhcpWriter.Write(message, again)), out var second));
        Assert.Equal(message.Options.All.Count, second.Options.All.Count);
    }

    private static void ReadAll(DhcpOptions options)
    {
        _ = options.TryGet<ClientFqdnOption, ClientFqdn>(out _);
        _ = options.TryGet<DomainSearchOption, IReadOnlyList<string>>(out _);
        _ = options.TryGet<MessageTextOption, string>(out _);
        _ = options.TryGet<ClasslessRoutesOption, IReadOnlyList<DhcpRoute>>(out _);
        _ = options.TryGet<StaticRoutesOption, IReadOnlyList<DhcpRoute>>(out _);
        _ = options.TryGet<HostNameOption, string>(out _);
        _ = options.TryGet<ParameterRequestOption, byte[]>(out _);
        _ = options.TryGet<VendorClassOption, byte[]>(out _);
        _ = options.TryGet<ClientIdentifierOption, byte[]>(out _);
        _ = options.TryGet<MaxMessageSizeOption, ushort>(out _);
        _ = options.TryGet<RequestedAddressOption, IPAddress>(out _);
    }

    /// <summary>A whole message, or one whose options are random codes, lengths and data.</summary>
    private static int Generate(Random random, byte[] buffer)
    {
        var message = random.Next(3) switch
        {
            0 => Messages.Nak((uint)random.Next()),
            1 => Messages.Offer((uint)random.Next(), seconds: (uint)random.NextInt64(uint.MaxValue)),
            _ => Messages.Ack((uint)random.Next(), seconds: (uint)random.NextInt64(uint.MaxValue)),
        };
        ReadOnlySpan<byte> codes = [1, 3, 6, 12, 15, 26, 33, 42, 51, 52, 53, 54, 56, 57, 58, 59, 61, 81, 119, 121, 249];
        for (var i = random.Next(6); i > 0; i--)
        {
            var data = new byte[random.Next(4) == 0 ? random.Next(300) : random.Next(20)];
            random.NextBytes(data);
            message.Options.Set(random.Next(8) == 0 ? (byte)random.Next(1, 255) : codes[random.Next(codes.Length)], data);
        }

        return DhcpWriter.Write(message, buffer);
    }

    private static void Damage(Random random, Span<byte> data)
    {
        for (var i = random.Next(4); i > 0; i--)
        {
            var at = random.Next(5) == 0 ? random.Next(data.Length) : random.Next(236, data.Length);
            data[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => 255, _ => (byte)(data[at] + 1) };
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : otherwise;
}
