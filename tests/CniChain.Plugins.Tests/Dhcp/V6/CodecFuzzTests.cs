using System.Globalization;
using System.Net;
using System.Text;
using CniChain.Plugins.Dhcp;
using CniChain.Plugins.Dhcp.Codec;
using CniChain.Plugins.Dhcp.V4.Options;
using CniChain.Plugins.Dhcp.V6;
using CniChain.Plugins.Dhcp.V6.Options;
using ClientFqdnOption = CniChain.Plugins.Dhcp.V6.Options.ClientFqdnOption;

namespace CniChain.Plugins.Tests.Dhcp.V6;

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
        for (var i = 0; i < s_count; i++)
        {
            ReadOnlySpan<byte> data = Generate(random);
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

        ReadAll(message.Options);
        if (LeaseReader.Read(message, Messages.Iaid, Messages.Address, Messages.Server, TimeSpan.FromDays(1)).Lease is { } lease)
        {
            Assert.True(AddressRules.IsLendable(lease.Address));
            Assert.True(lease.Expires is null || (lease.Renews > lease.Obtained && lease.Renews <= lease.Rebinds && lease.Rebinds < lease.Expires));
            Assert.True(lease.Rebinds is null || lease.Renews is null || lease.Renews <= lease.Rebinds);
            Assert.True(lease.Search.All(s => NameText.IsName(Encoding.ASCII.GetBytes(s))));
            Assert.True(lease.NameServers.Concat(lease.NtpServers).All(AddressRules.IsHost));
            _ = LeaseResult.Make(lease, 0);
        }

        // What was read is written to the same bytes again.
        var again = new byte[8192];
        Assert.True(again.AsSpan(0, DhcpWriter.Write(message, again)).SequenceEqual(data));
    }

    private static void ReadAll(DhcpOptions options)
    {
        foreach (var association in options.GetAll<IaNaOption, IaNa>())
        {
            _ = association.Options.GetAll<IaAddressOption, IaAddress>().Count();
        }

        _ = options.TryGet<ClientFqdnOption, ClientFqdn>(out _);
        _ = options.TryGet<DomainListOption, IReadOnlyList<string>>(out _);
        _ = options.TryGet<StatusCodeOption, Status>(out _);
        _ = options.TryGet<NtpServerOption, IReadOnlyList<IPAddress>>(out _);
        _ = options.TryGet<OptionRequestOption, IReadOnlyList<ushort>>(out _);
        _ = options.TryGet<PreferenceOption, byte>(out _);
        _ = options.TryGet<ElapsedTimeOption, ushort>(out _);
        _ = options.TryGet<SolMaxRtOption, uint>(out _);
    }

    /// <summary>A whole message with random options and lifetimes, then bytes of it changed.</summary>
    private static byte[] Generate(Random random)
    {
        var message = random.Next(4) switch
        {
            0 => Messages.Failure((uint)random.Next(1 << 24), (StatusCode)random.Next(8), random.Next(2) == 0),
            1 => Messages.Advertise((uint)random.Next(1 << 24), preference: (byte)random.Next(256)),
            2 => Messages.Reply(1, Messages.Lent("fd70::1", Time(random), Time(random)), Messages.Lent("fd70::2", Time(random), Time(random))),
            _ => Messages.Reply((uint)random.Next(1 << 24), preferred: Time(random), valid: Time(random), t1: Time(random), t2: Time(random)),
        };
        ReadOnlySpan<ushort> codes = [1, 2, 3, 5, 6, 7, 8, 13, 14, 23, 24, 31, 39, 56, 82];
        for (var i = random.Next(6); i > 0; i--)
        {
            var data = new byte[random.Next(4) == 0 ? random.Next(300) : random.Next(40)];
            random.NextBytes(data);
            message.Options.Add(random.Next(8) == 0 ? (ushort)random.Next(1, 65_536) : codes[random.Next(codes.Length)], data);
        }

        var bytes = Messages.Bytes(message);
        for (var i = random.Next(4); i > 0; i--)
        {
            var at = random.Next(bytes.Length);
            bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => 255, _ => (byte)(bytes[at] + 1) };
        }

        return bytes;
    }

    private static uint Time(Random random) => random.Next(5) switch { 0 => 0, 1 => uint.MaxValue, 2 => 1, _ => (uint)random.NextInt64(uint.MaxValue) };

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : otherwise;
}
