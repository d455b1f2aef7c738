using System.Text;
using CniChain.Wire;

namespace CniChain.Host.Tests.Wire;

public sealed class FrameTests
{
    [Fact]
    public void Request_WrittenAndRead_KeepsEveryField()
    {
        var input = new byte[100_000];
        Random.Shared.NextBytes(input);
        var writer = new FrameWriter(FrameType.Request, 16);
        writer.Add(Field.Kind, (int)RequestKind.HostStatus);
        writer.Add(Field.Environment, "CNI_COMMAND=ADD");
        writer.Add(Field.Environment, "CNI_ARGS=NAME=Grüße");
        writer.Add(Field.Input, input);
        var frame = writer.Finish().Span;

        Assert.Equal(HeaderFault.None, FrameHeader.Read(frame, out var header));
        Assert.Equal(new FrameHeader(1, 1, FrameType.Request, frame.Length - FrameHeader.Size), header);
        var fields = new FieldReader(frame[FrameHeader.Size..]);
        Assert.True(fields.Next());
        Assert.Equal((Field.Kind, (int)RequestKind.HostStatus), (fields.Field, fields.Number));
        Assert.True(fields.Next());
        Assert.Equal("CNI_COMMAND=ADD", Encoding.UTF8.GetString(fields.Value));
        Assert.True(fields.Next());
        Assert.Equal("CNI_ARGS=NAME=Grüße", Encoding.UTF8.GetString(fields.Value));
        Assert.True(fields.Next());
        Assert.True(fields.Value.SequenceEqual(input));
        Assert.False(fields.Next());
        Assert.False(fields.IsTorn);
    }

    [Fact]
    public void Header_InBytes_IsAsDocumented()
    {
        var writer = new FrameWriter(FrameType.Reply);
        writer.Add(Field.ExitCode, 1);

        Assert.Equal("434E4943" + "01010400" + "0A000000" + "1000" + "04000000" + "01000000", Convert.ToHexString(writer.Finish().Span));
    }

    [Fact]
    public void Reader_FieldOfANewerPeer_PassesOverIt()
    {
        var writer = new FrameWriter(FrameType.Reply);
        writer.Add((Field)9999, "from the future");
        writer.Add(Field.ExitCode, 7);
        var fields = new FieldReader(writer.Finish().Span[FrameHeader.Size..]);
        var exit = 0;
        while (fields.Next())
        {
            exit = fields.Field == Field.ExitCode ? fields.Number : exit;
        }

        Assert.Equal(7, exit);
    }

    [Theory]
    [InlineData("CNIX", 1, 0, HeaderFault.NotOurs)]
    [InlineData("CNIC", 2, 0, HeaderFault.OtherMajor)]
    [InlineData("CNIC", 1, WireProtocol.MaxBody + 1, HeaderFault.TooLong)]
    [InlineData("CNIC", 1, -1, HeaderFault.TooLong)]
    [InlineData("CNIC", 1, WireProtocol.MaxBody, HeaderFault.None)]
    public void Header_Foreign_IsRefusedWithItsReason(string magic, byte major, int length, HeaderFault expected)
    {
        var bytes = new byte[FrameHeader.Size];
        FrameHeader.Write(bytes, FrameType.Request, length);
        Encoding.ASCII.GetBytes(magic, bytes);
        bytes[4] = major;

        Assert.Equal(expected, FrameHeader.Read(bytes, out _));
    }

    [Fact]
    public void Header_OfNewerMinor_IsAccepted()
    {
        var bytes = new byte[FrameHeader.Size];
        FrameHeader.Write(bytes, FrameType.Request, 0);
        bytes[5] = 200;

        Assert.Equal(HeaderFault.None, FrameHeader.Read(bytes, out _));
    }

    [Fact]
    public void Reader_AnyTruncation_NeverThrowsAndSaysTorn()
    {
        var writer = new FrameWriter(FrameType.Request);
        writer.Add(Field.InvokedAs, "bridge");
        writer.Add(Field.Input, "{}");
        var body = writer.Finish().Span[FrameHeader.Size..];
        for (var length = 0; length < body.Length; length++)
        {
            var fields = new FieldReader(body[..length]);
            while (fields.Next())
            {
                Assert.True(fields.Value.Length <= length);
            }

            Assert.Equal(length is not (0 or 12), fields.IsTorn);
        }
    }

    [Fact]
    public void Reader_LengthBeyondTheBody_IsTorn()
    {
        var fields = new FieldReader([1, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0]);

        Assert.False(fields.Next());
        Assert.True(fields.IsTorn);
    }
}
